/*
 * The host moves a timeline on; the counter and a wait see it at once, and the device's work waits for it and answers on
 * another timeline. (Both on one, where the device may overtake the host, is sync/timeline-overtaken.)
 */
#include "relay.h"
#include "semaphore.h"

#define ROUNDS 16u

static void
run(void)
{
   struct device device = open_timeline_device();
   struct relay relay = create_relay(&device, ROUNDS, 0x40572057u);
   VkSemaphore asking = create_timeline(&device, 0), answering = create_timeline(&device, 0);

   for (uint32_t round = 0; round < ROUNDS; round++) {
      const uint64_t value = round + 1;
      submit_to(device.queue, &(struct submission){
                                 .commands = begin_relay_step(&device, &relay, round),
                                 .wait = asking,
                                 .wait_value = value,
                                 .signal = answering,
                                 .signal_value = value,
                              });
      must(check_relay(&relay, round, "no work before the host's signal"));
      const VkSemaphoreSignalInfo signal = {
         .sType = VK_STRUCTURE_TYPE_SEMAPHORE_SIGNAL_INFO,
         .semaphore = asking,
         .value = value,
      };
      must(check_result("vkSignalSemaphore", VK_SUCCESS, vkSignalSemaphore(device.handle, &signal)));
      must_reach(&device, asking, value, "the host's own value");
      must_reach(&device, answering, value, "the device's answer");
      must(check_relay(&relay, round + 1, "the work after the host's signal"));
      must(check_counter(&device, asking, value, "the host's counter after the round"));
      must(check_counter(&device, answering, value, "the device's counter after the round"));
   }

   SETUP(vkQueueWaitIdle(device.queue));
   vkDestroySemaphore(device.handle, answering, NULL);
   vkDestroySemaphore(device.handle, asking, NULL);
   destroy_relay(&device, &relay);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "sync/timeline-host",
   .title = "Work waits for the timeline values that the host signals, and answers on the device's own timeline",
   .run = run,
};
