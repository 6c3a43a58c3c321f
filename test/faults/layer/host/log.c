/* Lines that a host driver in trouble prints, while every result is as it was. */
#include <stdio.h>

#include "../fault.h"

static VKAPI_ATTR VkResult VKAPI_CALL
line_printed(const VkInstanceCreateInfo *info, const VkAllocationCallbacks *alloc, VkInstance *instance)
{
   fputs("[mvk-error] VK_ERROR_FORMAT_NOT_SUPPORTED: planted\n", stderr);
   return chain_create_instance(info, alloc, instance);
}

extern const struct fault log_faults[];
const struct fault log_faults[] = {
   { "line-printed", { HOOK(vkCreateInstance, line_printed) } },
   { 0 },
};
