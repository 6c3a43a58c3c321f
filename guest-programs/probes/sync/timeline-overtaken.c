/*
 * The host's signal releases a submission that signals the next value at once, maybe before the host's call has returned.
 * Once that submission is done, the counter is at the device's value: it never falls back to the host's.
 */
#include "semaphore.h"

/* Where it goes wrong it does so in every third round of a busy machine, and far less often on an idle one. */
#define ROUNDS 256u
/* Venus must wake a renderer that has been idle for 1 ms, which holds up the guest's call but not the renderer. */
#define IDLE_MS 2
/* A fence may signal a moment before the semaphore of the same submission: the counter gets this long. */
#define CATCH_UP_NS UINT64_C(500000000)
/* Enough to tell; each costs the whole time. */
#define MOST_FALLEN_BACK 3u

/* Whether the counter comes to the value, and then is at it. */
static bool
arrives_at(const struct device *device, VkSemaphore timeline, uint64_t value)
{
   const VkSemaphoreWaitInfo info = {
      .sType = VK_STRUCTURE_TYPE_SEMAPHORE_WAIT_INFO,
      .semaphoreCount = 1,
      .pSemaphores = &timeline,
      .pValues = &value,
   };
   const VkResult waited = vkWaitSemaphores(device->handle, &info, CATCH_UP_NS);
   if (waited == VK_TIMEOUT)
      return false;
   must(check_result("vkWaitSemaphores", VK_SUCCESS, waited));
   uint64_t counter = 0;
   must(check_result("vkGetSemaphoreCounterValue", VK_SUCCESS,
                     vkGetSemaphoreCounterValue(device->handle, timeline, &counter)));
   return counter == value;
}

static void
run(void)
{
   struct device device = open_timeline_device();
   VkSemaphore timeline = create_timeline(&device, 0);
   uint32_t fallen_back = 0;

   for (uint32_t round = 0; round < ROUNDS && fallen_back < MOST_FALLEN_BACK; round++) {
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
      fallen_back += !arrives_at(&device, timeline, answered);
      vkDestroyFence(device.handle, fence, NULL);
   }
   check_number("rounds after which the counter shows another value than the device's", 0, fallen_back);

   SETUP(vkQueueWaitIdle(device.queue));
   vkDestroySemaphore(device.handle, timeline, NULL);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "sync/timeline-overtaken",
   .title = "A counter that the device moved on from the host's value never shows the host's value again",
   .run = run,
};
