/*
 * The host's signal releases a submission that signals the next value at once, maybe before the host's call has returned.
 * Once that submission is done, the counter is at the device's value: it never falls back to the host's.
 */
#include "semaphore.h"

/* Where it goes wrong it does so in about every third round. */
#define ROUNDS 32u
/* Venus must wake a renderer that has been idle for 1 ms, which holds up the guest's call but not the renderer. */
#define IDLE_MS 5

static void
run(void)
{
   struct device device = open_timeline_device();
   VkSemaphore timeline = create_timeline(&device, 0);
   uint32_t fallen_back = 0;

   for (uint32_t round = 0; round < ROUNDS; round++) {
      const uint64_t asked = 2 * round + 1, answered = asked + 1;
      VkFence fence = create_fence(&device);
      submit_to(device.queue, &(struct submission){
                                 .wait = timeline,
                                 .wait_value = asked,
                                 .signal = timeline,
                                 .signal_value = answered,
                                 .fence = fence,
                              });
      sleep_ms(IDLE_MS);
      const VkSemaphoreSignalInfo signal = {
         .sType = VK_STRUCTURE_TYPE_SEMAPHORE_SIGNAL_INFO,
         .semaphore = timeline,
         .value = asked,
      };
      must(check_result("vkSignalSemaphore", VK_SUCCESS, vkSignalSemaphore(device.handle, &signal)));
      must_signal(&device, fence, "the fence of the submission that the host released");
      uint64_t counter = 0;
      must(check_result("vkGetSemaphoreCounterValue", VK_SUCCESS,
                        vkGetSemaphoreCounterValue(device.handle, timeline, &counter)));
      fallen_back += counter != answered;
      vkDestroyFence(device.handle, fence, NULL);
   }
   check_number("rounds after which the counter shows another value than the device's", 0, fallen_back);

   vkDestroySemaphore(device.handle, timeline, NULL);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "sync/timeline-overtaken",
   .title = "A counter that the device moved on from the host's value never shows the host's value again",
   .run = run,
};
