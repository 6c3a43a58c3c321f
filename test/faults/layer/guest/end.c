/* The program, or its whole guest, comes to an end in the middle of a submission. */
#include <fcntl.h>
#include <unistd.h>

#include "../fault.h"

static VKAPI_ATTR VkResult VKAPI_CALL
driver_crashes(VkQueue queue, uint32_t count, const VkSubmitInfo *submits, VkFence fence)
{
   (void)queue, (void)count, (void)submits, (void)fence;
   __builtin_trap();
}

static VKAPI_ATTR VkResult VKAPI_CALL
guest_panics(VkQueue queue, uint32_t count, const VkSubmitInfo *submits, VkFence fence)
{
   const VkResult result = NEXT(vkQueueSubmit)(queue, count, submits, fence);
   const int fd = open("/proc/sysrq-trigger", O_WRONLY | O_CLOEXEC);
   (void)!write(fd, "c", 1);
   close(fd);
   return result;
}

extern const struct fault end_faults[];
const struct fault end_faults[] = {
   { "guest-driver-crashes", { HOOK(vkQueueSubmit, driver_crashes) } },
   { "guest-panics", { HOOK(vkQueueSubmit, guest_panics) } },
   { 0 },
};
