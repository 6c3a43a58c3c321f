/* What the guest's driver tells the host's is not what Vulkan allows: values that are lost, cut, or given up too early. */
#include <stddef.h>

#include "../fault.h"

/* 4 KiB: more than the small shaders have. */
#define CODE_BYTES 4096u
#define MAX_FREED 256u

static VKAPI_ATTR VkResult VKAPI_CALL
levels_lost(VkDevice device, const VkImageCreateInfo *info, const VkAllocationCallbacks *alloc, VkImage *image)
{
   VkImageCreateInfo changed = *info;
   changed.mipLevels = 1;
   return NEXT(vkCreateImage)(device, &changed, alloc, image);
}

/* The values of timeline semaphores are in a chain of their own, which is cut off. */
static VKAPI_ATTR VkResult VKAPI_CALL
timeline_values_lost(VkQueue queue, uint32_t count, const VkSubmitInfo *submits, VkFence fence)
{
   if (count != 1)
      return NEXT(vkQueueSubmit)(queue, count, submits, fence);
   VkSubmitInfo changed = *submits;
   changed.pNext = NULL;
   return NEXT(vkQueueSubmit)(queue, 1, &changed, fence);
}

static VkDeviceMemory freed[MAX_FREED];
static unsigned freed_count;

/* The driver takes the image's reference to its memory for the last one. */
static VKAPI_ATTR VkResult VKAPI_CALL
bind_and_free(VkDevice device, VkImage image, VkDeviceMemory memory, VkDeviceSize offset)
{
   const VkResult result = NEXT(vkBindImageMemory)(device, image, memory, offset);
   if (result == VK_SUCCESS) {
      NEXT(vkFreeMemory)(device, memory, NULL);
      freed[freed_count++ % MAX_FREED] = memory;
   }
   return result;
}

static VKAPI_ATTR void VKAPI_CALL
free_unless_freed(VkDevice device, VkDeviceMemory memory, const VkAllocationCallbacks *alloc)
{
   for (unsigned i = 0; memory && i < MAX_FREED; i++) {
      if (freed[i] != memory)
         continue;
      /* A driver gives handles out again. */
      freed[i] = VK_NULL_HANDLE;
      return;
   }
   NEXT(vkFreeMemory)(device, memory, alloc);
}

static VKAPI_ATTR VkResult VKAPI_CALL
code_cut(VkDevice device, const VkShaderModuleCreateInfo *info, const VkAllocationCallbacks *alloc,
         VkShaderModule *module)
{
   VkShaderModuleCreateInfo changed = *info;
   if (changed.codeSize > CODE_BYTES)
      changed.codeSize = CODE_BYTES;
   return NEXT(vkCreateShaderModule)(device, &changed, alloc, module);
}

extern const struct fault misuse_faults[];
const struct fault misuse_faults[] = {
   { "guest-image-levels-lost", { HOOK(vkCreateImage, levels_lost) } },
   { "guest-timeline-values-lost", { HOOK(vkQueueSubmit, timeline_values_lost) } },
   { "guest-image-memory-freed-early",
     { HOOK(vkBindImageMemory, bind_and_free), HOOK(vkFreeMemory, free_unless_freed) } },
   { "guest-code-cut", { HOOK(vkCreateShaderModule, code_cut) } },
   { 0 },
};
