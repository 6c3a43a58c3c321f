/* Submissions that hang, are lost, are slow, or lose the device. */
#include <stdatomic.h>
#include <time.h>

#include "../fault.h"

static VKAPI_ATTR VkResult VKAPI_CALL
submit_hangs(VkQueue queue, uint32_t count, const VkSubmitInfo *submits, VkFence fence)
{
   (void)queue, (void)count, (void)submits, (void)fence;
   hang();
}

static VKAPI_ATTR VkResult VKAPI_CALL
submit2_hangs(VkQueue queue, uint32_t count, const VkSubmitInfo2 *submits, VkFence fence)
{
   (void)queue, (void)count, (void)submits, (void)fence;
   hang();
}

/* Only the fence is left of a submission. */
static VKAPI_ATTR VkResult VKAPI_CALL
work_lost(VkQueue queue, uint32_t count, const VkSubmitInfo *submits, VkFence fence)
{
   (void)count, (void)submits;
   return NEXT(vkQueueSubmit)(queue, 0, NULL, fence);
}

/* The last command buffer of a submission that has several is left out. */
static VKAPI_ATTR VkResult VKAPI_CALL
last_batch_lost(VkQueue queue, uint32_t count, const VkSubmitInfo *submits, VkFence fence)
{
   VkSubmitInfo changed[32];
   if (count > 32)
      return VK_ERROR_OUT_OF_HOST_MEMORY;
   for (uint32_t i = 0; i < count; i++) {
      changed[i] = submits[i];
      if (changed[i].commandBufferCount > 1)
         changed[i].commandBufferCount -= 1;
   }
   return NEXT(vkQueueSubmit)(queue, count, changed, fence);
}

/* Every third submission does nothing but signal. */
static VKAPI_ATTR VkResult VKAPI_CALL
third_lost(VkQueue queue, uint32_t count, const VkSubmitInfo *submits, VkFence fence)
{
   static atomic_uint submissions;
   VkSubmitInfo changed[32];
   if (count > 32)
      return VK_ERROR_OUT_OF_HOST_MEMORY;
   for (uint32_t i = 0; i < count; i++) {
      changed[i] = submits[i];
      if (atomic_fetch_add(&submissions, 1) % 3 == 2)
         changed[i].commandBufferCount = 0;
   }
   return NEXT(vkQueueSubmit)(queue, count, changed, fence);
}

/* A device that has rested for half a second needs two more to wake. */
static VKAPI_ATTR VkResult VKAPI_CALL
slow_to_wake(VkQueue queue, uint32_t count, const VkSubmitInfo *submits, VkFence fence)
{
   static struct timespec last;
   struct timespec now;
   clock_gettime(CLOCK_MONOTONIC, &now);
   const double rested = (double)(now.tv_sec - last.tv_sec) + 1e-9 * (double)(now.tv_nsec - last.tv_nsec);
   if (last.tv_sec != 0 && rested > 0.5)
      nanosleep(&(struct timespec){ .tv_sec = 2 }, NULL);
   clock_gettime(CLOCK_MONOTONIC, &last);
   return NEXT(vkQueueSubmit)(queue, count, submits, fence);
}

static VKAPI_ATTR VkResult VKAPI_CALL
lost_after_three(VkQueue queue, uint32_t count, const VkSubmitInfo *submits, VkFence fence)
{
   static atomic_uint submissions;
   if (atomic_fetch_add(&submissions, 1) >= 3)
      return VK_ERROR_DEVICE_LOST;
   return NEXT(vkQueueSubmit)(queue, count, submits, fence);
}

static VKAPI_ATTR VkResult VKAPI_CALL
lost_at_once(VkQueue queue, uint32_t count, const VkSubmitInfo *submits, VkFence fence)
{
   (void)queue, (void)count, (void)submits, (void)fence;
   return VK_ERROR_DEVICE_LOST;
}

/* A timer that ticks every 10 ms is what takes submissions. */
static VKAPI_ATTR VkResult VKAPI_CALL
paced(VkQueue queue, uint32_t count, const VkSubmitInfo *submits, VkFence fence)
{
   const long tick = 10000000;
   struct timespec next;
   clock_gettime(CLOCK_MONOTONIC, &next);
   next.tv_nsec += tick - next.tv_nsec % tick;
   if (next.tv_nsec >= 1000000000) {
      next.tv_nsec -= 1000000000;
      next.tv_sec++;
   }
   clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &next, NULL);
   return NEXT(vkQueueSubmit)(queue, count, submits, fence);
}

/* The driver dies in the middle of its work, and the renderer with it. */
static VKAPI_ATTR VkResult VKAPI_CALL
driver_crashes(VkQueue queue, uint32_t count, const VkSubmitInfo *submits, VkFence fence)
{
   (void)queue, (void)count, (void)submits, (void)fence;
   __builtin_trap();
}

extern const struct fault submit_faults[];
const struct fault submit_faults[] = {
   { "submit-hangs", { HOOK(vkQueueSubmit, submit_hangs), HOOK(vkQueueSubmit2, submit2_hangs) } },
   { "submit-work-lost", { HOOK(vkQueueSubmit, work_lost) } },
   { "submit-last-commands-lost", { HOOK(vkQueueSubmit, last_batch_lost) } },
   { "device-lost-after-three", { HOOK(vkQueueSubmit, lost_after_three) } },
   { "device-lost", { HOOK(vkQueueSubmit, lost_at_once) } },
   { "submit-paced", { HOOK(vkQueueSubmit, paced) } },
   { "idle-hangs", { HOOK(vkQueueWaitIdle, queue_idle_hangs), HOOK(vkDeviceWaitIdle, device_idle_hangs) } },
   { "driver-crashes", { HOOK(vkQueueSubmit, driver_crashes) } },
   { "submit-every-third-lost", { HOOK(vkQueueSubmit, third_lost) } },
   { "submit-slow-to-wake", { HOOK(vkQueueSubmit, slow_to_wake) } },
   { 0 },
};
