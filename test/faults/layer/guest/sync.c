/* Waits that return too early, never, or for another reason. */
#include <unistd.h>

#include "../fault.h"

static VKAPI_ATTR VkResult VKAPI_CALL
any_for_all(VkDevice device, uint32_t count, const VkFence *fences, VkBool32 all, uint64_t timeout)
{
   (void)all;
   return NEXT(vkWaitForFences)(device, count, fences, VK_FALSE, timeout);
}

static VKAPI_ATTR VkResult VKAPI_CALL
all_for_any(VkDevice device, uint32_t count, const VkFence *fences, VkBool32 all, uint64_t timeout)
{
   (void)all;
   return NEXT(vkWaitForFences)(device, count, fences, VK_TRUE, timeout);
}

static VKAPI_ATTR VkResult VKAPI_CALL
wait_at_once(VkDevice device, uint32_t count, const VkFence *fences, VkBool32 all, uint64_t timeout)
{
   (void)device, (void)count, (void)fences, (void)all, (void)timeout;
   return VK_SUCCESS;
}

/* Polls see nothing. */
static VKAPI_ATTR VkResult VKAPI_CALL
status_never(VkDevice device, VkFence fence)
{
   (void)device, (void)fence;
   return VK_NOT_READY;
}

static VKAPI_ATTR VkResult VKAPI_CALL
reset_dropped(VkDevice device, uint32_t count, const VkFence *fences)
{
   (void)device, (void)count, (void)fences;
   return VK_SUCCESS;
}

static VKAPI_ATTR VkResult VKAPI_CALL
timelines_all_for_any(VkDevice device, const VkSemaphoreWaitInfo *info, uint64_t timeout)
{
   VkSemaphoreWaitInfo changed = *info;
   changed.flags &= ~(VkSemaphoreWaitFlags)VK_SEMAPHORE_WAIT_ANY_BIT;
   return NEXT(vkWaitSemaphores)(device, &changed, timeout);
}

static VKAPI_ATTR VkResult VKAPI_CALL
timeline_wait_at_once(VkDevice device, const VkSemaphoreWaitInfo *info, uint64_t timeout)
{
   (void)device, (void)info, (void)timeout;
   return VK_SUCCESS;
}

/* The values of a timeline come one late: each reads as the one that was read before it. */
static VKAPI_ATTR VkResult VKAPI_CALL
counter_stale(VkDevice device, VkSemaphore semaphore, uint64_t *value)
{
   static uint64_t last;
   uint64_t now;
   const VkResult result = NEXT(vkGetSemaphoreCounterValue)(device, semaphore, &now);
   *value = last;
   last = now;
   return result;
}

static VKAPI_ATTR VkResult VKAPI_CALL
queue_idle_at_once(VkQueue queue)
{
   (void)queue;
   return VK_SUCCESS;
}

static VKAPI_ATTR VkResult VKAPI_CALL
device_idle_at_once(VkDevice device)
{
   (void)device;
   return VK_SUCCESS;
}

static VKAPI_ATTR VkResult VKAPI_CALL
fence_import_dropped(VkDevice device, const VkImportFenceFdInfoKHR *info)
{
   (void)device;
   if (info->fd >= 0)
      close(info->fd);
   return VK_SUCCESS;
}

static VKAPI_ATTR VkResult VKAPI_CALL
semaphore_import_dropped(VkDevice device, const VkImportSemaphoreFdInfoKHR *info)
{
   (void)device;
   if (info->fd >= 0)
      close(info->fd);
   return VK_SUCCESS;
}

static VKAPI_ATTR VkResult VKAPI_CALL
fence_export_refused(VkDevice device, const VkFenceGetFdInfoKHR *info, int *fd)
{
   (void)device, (void)info;
   *fd = -1;
   return VK_ERROR_TOO_MANY_OBJECTS;
}

extern const struct fault sync_faults[];
const struct fault sync_faults[] = {
   { "guest-wait-any-for-all", { HOOK(vkWaitForFences, any_for_all) } },
   { "guest-wait-all-for-any", { HOOK(vkWaitForFences, all_for_any) } },
   { "guest-wait-at-once", { HOOK(vkWaitForFences, wait_at_once) } },
   { "guest-status-never", { HOOK(vkGetFenceStatus, status_never) } },
   { "guest-fence-reset-lost", { HOOK(vkResetFences, reset_dropped) } },
   { "guest-timelines-all-for-any", { HOOK(vkWaitSemaphores, timelines_all_for_any) } },
   { "guest-timeline-wait-at-once", { HOOK(vkWaitSemaphores, timeline_wait_at_once) } },
   { "guest-counter-stale", { HOOK(vkGetSemaphoreCounterValue, counter_stale) } },
   { "guest-idle-at-once",
     { HOOK(vkQueueWaitIdle, queue_idle_at_once), HOOK(vkDeviceWaitIdle, device_idle_at_once) } },
   { "guest-idle-hangs", { HOOK(vkQueueWaitIdle, queue_idle_hangs), HOOK(vkDeviceWaitIdle, device_idle_hangs) } },
   { "guest-fence-import-dropped", { HOOK(vkImportFenceFdKHR, fence_import_dropped) } },
   { "guest-fence-export-refused", { HOOK(vkGetFenceFdKHR, fence_export_refused) } },
   { "guest-semaphore-import-dropped", { HOOK(vkImportSemaphoreFdKHR, semaphore_import_dropped) } },
   { 0 },
};
