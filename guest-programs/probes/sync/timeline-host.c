/*
 * The host moves a timeline on; the counter and a wait see it at once, and the device's work waits for it. In each
 * round host and device answer each other on one timeline: odd values are the host's, even ones the device's.
 */
#include "relay.h"
#include "semaphore.h"

#define ROUNDS 16u

static void
run(void)
{
   struct device device = open_timeline_device();
   struct relay relay = create_relay(&device, ROUNDS, 0x40572057u);
   VkSemaphore timeline = create_timeline(&device, 0);

   for (uint32_t round = 0; round < ROUNDS; round++) {
      const uint64_t asked = 2 * round + 1, answered = asked + 1;
      submit_to(device.queue, &(struct submission){
                                 .commands = begin_relay_step(&device, &relay, round),
                                 .wait = timeline,
                                 .wait_value = asked,
                                 .signal = timeline,
                                 .signal_value = answered,
                              });
      must(check_relay(&relay, round, "no work before the host's signal"));
      const VkSemaphoreSignalInfo signal = {
         .sType = VK_STRUCTURE_TYPE_SEMAPHORE_SIGNAL_INFO,
         .semaphore = timeline,
         .value = asked,
      };
      must(check_result("vkSignalSemaphore", VK_SUCCESS, vkSignalSemaphore(device.handle, &signal)));
      must_reach(&device, timeline, asked, "the host's own value");
      must_reach(&device, timeline, answered, "the device's answer");
      must(check_relay(&relay, round + 1, "the work after the host's signal"));
      must(check_counter(&device, timeline, answered, "the counter after the round"));
   }

   SETUP(vkQueueWaitIdle(device.queue));
   vkDestroySemaphore(device.handle, timeline, NULL);
   destroy_relay(&device, &relay);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "sync/timeline-host",
   .title = "Work waits for the timeline values that the host signals, and answers on the same timeline",
   .run = run,
};
