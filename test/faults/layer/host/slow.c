/* Calls that are right and take 10 ms each: those that make an object, allocate, record or submit. */
#include <time.h>

#include "../fault.h"

static void
dawdle(void)
{
   nanosleep(&(struct timespec){ .tv_nsec = 10000000 }, NULL);
}

#define SLOW_CREATION(function, object)                                                                                \
   static VKAPI_ATTR VkResult VKAPI_CALL slow_##function(VkDevice device, const object##CreateInfo *info,              \
                                                         const VkAllocationCallbacks *alloc, object *made)             \
   {                                                                                                                   \
      dawdle();                                                                                                        \
      return NEXT(function)(device, info, alloc, made);                                                                \
   }

SLOW_CREATION(vkCreateBuffer, VkBuffer)
SLOW_CREATION(vkCreateFence, VkFence)
SLOW_CREATION(vkCreateImage, VkImage)
SLOW_CREATION(vkCreateSampler, VkSampler)

static VKAPI_ATTR VkResult VKAPI_CALL
slow_allocation(VkDevice device, const VkMemoryAllocateInfo *info, const VkAllocationCallbacks *alloc,
                VkDeviceMemory *memory)
{
   dawdle();
   return NEXT(vkAllocateMemory)(device, info, alloc, memory);
}

static VKAPI_ATTR VkResult VKAPI_CALL
slow_begin(VkCommandBuffer commands, const VkCommandBufferBeginInfo *info)
{
   dawdle();
   return NEXT(vkBeginCommandBuffer)(commands, info);
}

static VKAPI_ATTR VkResult VKAPI_CALL
slow_end(VkCommandBuffer commands)
{
   dawdle();
   return NEXT(vkEndCommandBuffer)(commands);
}

static VKAPI_ATTR VkResult VKAPI_CALL
slow_submit(VkQueue queue, uint32_t count, const VkSubmitInfo *submits, VkFence fence)
{
   dawdle();
   return NEXT(vkQueueSubmit)(queue, count, submits, fence);
}

extern const struct fault slow_faults[];
const struct fault slow_faults[] = {
   { "calls-slow",
     { HOOK(vkCreateBuffer, slow_vkCreateBuffer), HOOK(vkCreateFence, slow_vkCreateFence),
       HOOK(vkCreateImage, slow_vkCreateImage), HOOK(vkCreateSampler, slow_vkCreateSampler),
       HOOK(vkAllocateMemory, slow_allocation), HOOK(vkBeginCommandBuffer, slow_begin),
       HOOK(vkEndCommandBuffer, slow_end), HOOK(vkQueueSubmit, slow_submit) } },
   { 0 },
};
