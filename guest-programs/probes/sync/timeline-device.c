/*
 * The device moves a timeline on, submission by submission, and the host sees each value, by the wait and by the
 * counter, when the work that goes with it is done. With semaphore feedback the host's driver writes the counter into
 * memory that the guest polls.
 */
#include "relay.h"
#include "semaphore.h"

#define STEPS 24u
/* Values need not follow each other closely. */
#define STRIDE UINT64_C(3000000000)

static void
run(void)
{
   struct device device = open_timeline_device();
   struct relay relay = create_relay(&device, STEPS, 0x71e11e00u);
   VkSemaphore timeline = create_timeline(&device, 5);
   check_counter(&device, timeline, 5, "the initial value");

   for (uint32_t i = 0; i < STEPS; i++) {
      submit_to(device.queue, &(struct submission){
                                 .commands = begin_relay_step(&device, &relay, i),
                                 .wait = timeline,
                                 .wait_value = i > 0 ? i * STRIDE : 5,
                                 .signal = timeline,
                                 .signal_value = (i + 1) * STRIDE,
                              });
      if (i % 2)
         continue;
      must_reach(&device, timeline, (i + 1) * STRIDE, "a value in the middle");
      must(check_relay(&relay, i + 1, "the work up to that value"));
      must(check_counter(&device, timeline, (i + 1) * STRIDE, "the counter after the wait"));
   }
   must_reach(&device, timeline, STEPS * STRIDE, "the last value");
   check_relay(&relay, STEPS, "all the work after the last value");
   check_counter(&device, timeline, STEPS * STRIDE, "the counter at the end");
   must_reach(&device, timeline, 1, "a value that is long past");

   SETUP(vkQueueWaitIdle(device.queue));
   vkDestroySemaphore(device.handle, timeline, NULL);
   destroy_relay(&device, &relay);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "sync/timeline-device",
   .title = "The host sees each value of a timeline that the device signals, and the work that goes with it",
   .run = run,
};
