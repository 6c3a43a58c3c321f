/* Fences and semaphores that never signal, signal early, or tell the wrong value. */
#include <time.h>

#include "../fault.h"

static void
sleep_ns(uint64_t ns)
{
   const struct timespec time = { .tv_sec = (time_t)(ns / 1000000000u), .tv_nsec = (long)(ns % 1000000000u) };
   nanosleep(&time, NULL);
}

static VKAPI_ATTR VkResult VKAPI_CALL
fence_status_never(VkDevice device, VkFence fence)
{
   (void)device, (void)fence;
   return VK_NOT_READY;
}

static VKAPI_ATTR VkResult VKAPI_CALL
fence_wait_never(VkDevice device, uint32_t count, const VkFence *fences, VkBool32 all, uint64_t timeout)
{
   (void)device, (void)count, (void)fences, (void)all;
   sleep_ns(timeout < 100000000u ? timeout : 100000000u);
   return VK_TIMEOUT;
}

/* The fills by which Venus tells the guest of a fence are lost as well: it never signals, however it is asked. */
static VKAPI_ATTR void VKAPI_CALL
feedback_fill_dropped(VkCommandBuffer cmd, VkBuffer buffer, VkDeviceSize offset, VkDeviceSize size, uint32_t data)
{
   if (size > 8)
      NEXT(vkCmdFillBuffer)(cmd, buffer, offset, size, data);
}

static VKAPI_ATTR VkResult VKAPI_CALL
fence_reset_lost(VkDevice device, uint32_t count, const VkFence *fences)
{
   (void)device, (void)count, (void)fences;
   return VK_SUCCESS;
}

/* The fence goes with an empty submission first, and the work follows 50 ms later. */
static VKAPI_ATTR VkResult VKAPI_CALL
fence_early(VkQueue queue, uint32_t count, const VkSubmitInfo *submits, VkFence fence)
{
   if (fence == VK_NULL_HANDLE || count == 0)
      return NEXT(vkQueueSubmit)(queue, count, submits, fence);
   const VkResult result = NEXT(vkQueueSubmit)(queue, 0, NULL, fence);
   if (result != VK_SUCCESS)
      return result;
   sleep_ns(50000000);
   return NEXT(vkQueueSubmit)(queue, count, submits, VK_NULL_HANDLE);
}

static VKAPI_ATTR VkResult VKAPI_CALL
counter_ahead(VkDevice device, VkSemaphore semaphore, uint64_t *value)
{
   const VkResult result = NEXT(vkGetSemaphoreCounterValue)(device, semaphore, value);
   *value += 1;
   return result;
}

static VKAPI_ATTR VkResult VKAPI_CALL
host_signal_dropped(VkDevice device, const VkSemaphoreSignalInfo *info)
{
   (void)device, (void)info;
   return VK_SUCCESS;
}

static VKAPI_ATTR VkResult VKAPI_CALL
semaphore_wait_at_once(VkDevice device, const VkSemaphoreWaitInfo *info, uint64_t timeout)
{
   (void)device, (void)info, (void)timeout;
   return VK_SUCCESS;
}

/* No submission waits for its semaphores. */
static VKAPI_ATTR VkResult VKAPI_CALL
waits_lost(VkQueue queue, uint32_t count, const VkSubmitInfo *submits, VkFence fence)
{
   VkSubmitInfo changed[32];
   if (count > 32)
      return VK_ERROR_OUT_OF_HOST_MEMORY;
   for (uint32_t i = 0; i < count; i++) {
      changed[i] = submits[i];
      changed[i].waitSemaphoreCount = 0;
      /* Its values would no longer fit their semaphores in number. */
      if (submits[i].pNext &&
          ((const VkBaseInStructure *)submits[i].pNext)->sType == VK_STRUCTURE_TYPE_TIMELINE_SEMAPHORE_SUBMIT_INFO) {
         static _Thread_local VkTimelineSemaphoreSubmitInfo values[32];
         values[i] = *(const VkTimelineSemaphoreSubmitInfo *)submits[i].pNext;
         values[i].waitSemaphoreValueCount = 0;
         changed[i].pNext = &values[i];
      }
   }
   return NEXT(vkQueueSubmit)(queue, count, changed, fence);
}

extern const struct fault sync_faults[];
const struct fault sync_faults[] = {
   { "fence-never",
     { HOOK(vkGetFenceStatus, fence_status_never), HOOK(vkWaitForFences, fence_wait_never),
       HOOK(vkCmdFillBuffer, feedback_fill_dropped) } },
   { "fence-feedback-lost", { HOOK(vkCmdFillBuffer, feedback_fill_dropped) } },
   { "fence-reset-lost", { HOOK(vkResetFences, fence_reset_lost) } },
   { "fence-early", { HOOK(vkQueueSubmit, fence_early) } },
   { "timeline-ahead", { HOOK(vkGetSemaphoreCounterValue, counter_ahead) } },
   { "timeline-host-signal-dropped", { HOOK(vkSignalSemaphore, host_signal_dropped) } },
   { "timeline-wait-at-once", { HOOK(vkWaitSemaphores, semaphore_wait_at_once) } },
   { "semaphore-waits-lost", { HOOK(vkQueueSubmit, waits_lost) } },
   { 0 },
};
