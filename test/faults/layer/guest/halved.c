/* A device that is told smaller than the host's is. */
#include "../fault.h"

static void
halve_memory(VkPhysicalDeviceMemoryProperties *memory)
{
   for (uint32_t i = 0; i < memory->memoryHeapCount; i++)
      memory->memoryHeaps[i].size /= 2;
}

static VKAPI_ATTR void VKAPI_CALL
memory_halved(VkPhysicalDevice physical, VkPhysicalDeviceMemoryProperties *memory)
{
   NEXT(vkGetPhysicalDeviceMemoryProperties)(physical, memory);
   halve_memory(memory);
}

static VKAPI_ATTR void VKAPI_CALL
memory2_halved(VkPhysicalDevice physical, VkPhysicalDeviceMemoryProperties2 *memory)
{
   NEXT(vkGetPhysicalDeviceMemoryProperties2)(physical, memory);
   halve_memory(&memory->memoryProperties);
}

static VKAPI_ATTR void VKAPI_CALL
images_halved(VkPhysicalDevice physical, VkPhysicalDeviceProperties *properties)
{
   NEXT(vkGetPhysicalDeviceProperties)(physical, properties);
   properties->limits.maxImageDimension2D /= 2;
}

static VKAPI_ATTR void VKAPI_CALL
images2_halved(VkPhysicalDevice physical, VkPhysicalDeviceProperties2 *properties)
{
   NEXT(vkGetPhysicalDeviceProperties2)(physical, properties);
   properties->properties.limits.maxImageDimension2D /= 2;
}

extern const struct fault halved_faults[];
const struct fault halved_faults[] = {
   { "guest-device-halved",
     { HOOK(vkGetPhysicalDeviceMemoryProperties, memory_halved),
       HOOK(vkGetPhysicalDeviceMemoryProperties2, memory2_halved),
       HOOK(vkGetPhysicalDeviceProperties, images_halved),
       HOOK(vkGetPhysicalDeviceProperties2, images2_halved) } },
   { 0 },
};
