#include "device_options.h"

#define MAX_FAMILIES 16

uint32_t
find_queue_family(VkPhysicalDevice physical)
{
   VkQueueFamilyProperties families[MAX_FAMILIES];
   uint32_t count = MAX_FAMILIES;
   vkGetPhysicalDeviceQueueFamilyProperties(physical, &count, families);
   const VkQueueFlags wanted = VK_QUEUE_GRAPHICS_BIT | VK_QUEUE_COMPUTE_BIT;
   for (uint32_t i = 0; i < count; i++) {
      if ((families[i].queueFlags & wanted) == wanted)
         return i;
   }
   fail_setup("None of the %u queue families has both graphics and compute.", count);
}

VkResult
create_logical_device(VkPhysicalDevice physical, uint32_t queue_family, const char *const *extensions,
                      uint32_t extension_count, VkDevice *handle)
{
   const float priority = 1.0f;
   const VkDeviceQueueCreateInfo queue = {
      .sType = VK_STRUCTURE_TYPE_DEVICE_QUEUE_CREATE_INFO,
      .queueFamilyIndex = queue_family,
      .queueCount = 1,
      .pQueuePriorities = &priority,
   };
   const VkDeviceCreateInfo info = {
      .sType = VK_STRUCTURE_TYPE_DEVICE_CREATE_INFO,
      .queueCreateInfoCount = 1,
      .pQueueCreateInfos = &queue,
      .enabledExtensionCount = extension_count,
      .ppEnabledExtensionNames = extensions,
   };
   return vkCreateDevice(physical, &info, NULL, handle);
}

struct device
open_device_on(VkInstance instance)
{
   return open_device_with(instance, &(struct device_options){.extension_count = 0});
}

struct device
open_device(void)
{
   return open_device_on(create_instance(NULL, 0));
}

void
close_logical_device(struct device *device)
{
   vkDestroyCommandPool(device->handle, device->pool, NULL);
   vkDestroyDevice(device->handle, NULL);
}

void
close_device(struct device *device)
{
   close_logical_device(device);
   vkDestroyInstance(device->instance, NULL);
}
