/* A device that is another than it says, or has less. */
#include <string.h>

#include "../fault.h"

static void
name_llvmpipe(VkPhysicalDeviceProperties *properties)
{
   strcpy(properties->deviceName, "llvmpipe (LLVM 21.1.8, 128 bits)");
   properties->deviceType = VK_PHYSICAL_DEVICE_TYPE_CPU;
}

/* Where the real driver is not found the loader offers a software one, without a word. */
static VKAPI_ATTR void VKAPI_CALL
software_properties(VkPhysicalDevice physical, VkPhysicalDeviceProperties *properties)
{
   NEXT(vkGetPhysicalDeviceProperties)(physical, properties);
   name_llvmpipe(properties);
}

static VKAPI_ATTR void VKAPI_CALL
software_properties2(VkPhysicalDevice physical, VkPhysicalDeviceProperties2 *properties)
{
   NEXT(vkGetPhysicalDeviceProperties2)(physical, properties);
   name_llvmpipe(&properties->properties);
   for (VkBaseOutStructure *next = properties->pNext; next; next = next->pNext) {
      if (next->sType == VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_DRIVER_PROPERTIES) {
         VkPhysicalDeviceDriverProperties *driver = (VkPhysicalDeviceDriverProperties *)next;
         driver->driverID = VK_DRIVER_ID_MESA_LLVMPIPE;
         strcpy(driver->driverName, "llvmpipe");
      } else if (next->sType == VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_2_PROPERTIES) {
         VkPhysicalDeviceVulkan12Properties *vulkan12 = (VkPhysicalDeviceVulkan12Properties *)next;
         vulkan12->driverID = VK_DRIVER_ID_MESA_LLVMPIPE;
         strcpy(vulkan12->driverName, "llvmpipe");
      }
   }
}

static VKAPI_ATTR VkResult VKAPI_CALL
second_listing_empty(VkInstance instance, uint32_t *count, VkPhysicalDevice *devices)
{
   static VkInstance first;
   if (first == VK_NULL_HANDLE)
      first = instance;
   const VkResult result = NEXT(vkEnumeratePhysicalDevices)(instance, count, devices);
   if (instance != first)
      *count = 0;
   return result;
}

static VKAPI_ATTR VkResult VKAPI_CALL
extensions_refused(VkPhysicalDevice physical, const VkDeviceCreateInfo *info, const VkAllocationCallbacks *alloc,
                   VkDevice *device)
{
   if (info->enabledExtensionCount > 0)
      return VK_ERROR_INITIALIZATION_FAILED;
   return chain_create_device(physical, info, alloc, device);
}

static VKAPI_ATTR void VKAPI_CALL
queue2_null(VkDevice device, const VkDeviceQueueInfo2 *info, VkQueue *queue)
{
   (void)device, (void)info;
   *queue = VK_NULL_HANDLE;
}

static VKAPI_ATTR VkResult VKAPI_CALL
add_host_memory(VkPhysicalDevice physical, const char *layer, uint32_t *count, VkExtensionProperties *properties)
{
   if (!properties) {
      const VkResult result = NEXT(vkEnumerateDeviceExtensionProperties)(physical, layer, count, NULL);
      *count += 1;
      return result;
   }
   uint32_t room = *count - 1;
   const VkResult result = NEXT(vkEnumerateDeviceExtensionProperties)(physical, layer, &room, properties);
   properties[room] = (VkExtensionProperties){ VK_EXT_EXTERNAL_MEMORY_HOST_EXTENSION_NAME, 1 };
   *count = room + 1;
   return result;
}

static VKAPI_ATTR void VKAPI_CALL
odd_alignment(VkPhysicalDevice physical, VkPhysicalDeviceProperties2 *properties)
{
   NEXT(vkGetPhysicalDeviceProperties2)(physical, properties);
   for (VkBaseOutStructure *next = properties->pNext; next; next = next->pNext) {
      if (next->sType == VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_EXTERNAL_MEMORY_HOST_PROPERTIES_EXT)
         ((VkPhysicalDeviceExternalMemoryHostPropertiesEXT *)next)->minImportedHostPointerAlignment = 4096 + 3;
   }
}

/* A device is made whether it has the features or not. */
static VKAPI_ATTR VkResult VKAPI_CALL
features_unchecked(VkPhysicalDevice physical, const VkDeviceCreateInfo *info, const VkAllocationCallbacks *alloc,
                   VkDevice *device)
{
   VkDeviceCreateInfo changed = *info;
   changed.pEnabledFeatures = NULL;
   for (VkBaseOutStructure *next = (VkBaseOutStructure *)(uintptr_t)changed.pNext; next; next = next->pNext) {
      if (next->sType == VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_FEATURES_2)
         ((VkPhysicalDeviceFeatures2 *)next)->features = (VkPhysicalDeviceFeatures){ 0 };
   }
   return chain_create_device(physical, &changed, alloc, device);
}

static VKAPI_ATTR void VKAPI_CALL
layout_unsupported(VkDevice device, const VkDescriptorSetLayoutCreateInfo *info, VkDescriptorSetLayoutSupport *support)
{
   NEXT(vkGetDescriptorSetLayoutSupport)(device, info, support);
   support->supported = VK_FALSE;
}

extern const struct fault device_faults[];
const struct fault device_faults[] = {
   { "guest-software-driver",
     { HOOK(vkGetPhysicalDeviceProperties, software_properties),
       HOOK(vkGetPhysicalDeviceProperties2, software_properties2) } },
   { "guest-second-listing-empty", { HOOK(vkEnumeratePhysicalDevices, second_listing_empty) } },
   { "guest-extensions-refused", { HOOK(vkCreateDevice, extensions_refused) } },
   { "guest-queue2-null", { HOOK(vkGetDeviceQueue2, queue2_null) } },
   { "guest-host-pointer-odd",
     { HOOK(vkEnumerateDeviceExtensionProperties, add_host_memory),
       HOOK(vkGetPhysicalDeviceProperties2, odd_alignment) } },
   { "guest-layout-unsupported", { HOOK(vkGetDescriptorSetLayoutSupport, layout_unsupported) } },
   { "guest-features-unchecked", { HOOK(vkCreateDevice, features_unchecked) } },
   { 0 },
};
