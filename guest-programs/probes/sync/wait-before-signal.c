/*
 * A submission may wait for a timeline value that nobody has yet asked to be signalled. The queue must take it without
 * blocking the caller (who is the one that will signal), hold the work back, and run it once the value is there.
 */
#include "relay.h"
#include "semaphore.h"

#define HELD_MS 30

static void
run(void)
{
   struct device device = open_timeline_device();
   struct relay relay = create_relay(&device, 2, 0x3a175192u);
   VkSemaphore timeline = create_timeline(&device, 0);
   VkFence fence = create_fence(&device);

   submit_to(device.queue, &(struct submission){
                              .commands = begin_relay_step(&device, &relay, 0),
                              .wait = timeline,
                              .wait_value = 1,
                              .signal = timeline,
                              .signal_value = 2,
                           });
   submit_to(device.queue, &(struct submission){
                              .commands = begin_relay_step(&device, &relay, 1),
                              .wait = timeline,
                              .wait_value = 2,
                              .fence = fence,
                           });
   sleep_ms(HELD_MS);
   check_relay(&relay, 0, "no work before the signal");
   check_result("the fence before the signal", VK_NOT_READY, vkGetFenceStatus(device.handle, fence));
   check_counter(&device, timeline, 0, "the counter before the signal");

   const VkSemaphoreSignalInfo signal = {
      .sType = VK_STRUCTURE_TYPE_SEMAPHORE_SIGNAL_INFO,
      .semaphore = timeline,
      .value = 1,
   };
   must(check_result("vkSignalSemaphore", VK_SUCCESS, vkSignalSemaphore(device.handle, &signal)));
   must_signal(&device, fence, "the fence after the signal");
   check_relay(&relay, 2, "both pieces of work after the signal");

   SETUP(vkQueueWaitIdle(device.queue));
   vkDestroyFence(device.handle, fence, NULL);
   vkDestroySemaphore(device.handle, timeline, NULL);
   destroy_relay(&device, &relay);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "sync/wait-before-signal",
   .title = "Work that waits for a later timeline signal is taken, held back, and run when the signal comes",
   .run = run,
};
