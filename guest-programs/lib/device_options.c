#include "device_options.h"

#include <stdlib.h>
#include <string.h>

VkResult
create_device_with(VkPhysicalDevice physical, const struct device_options *options, VkDevice *handle)
{
   const float priority = 1.0f;
   const VkDeviceQueueCreateInfo queue = {
      .sType = VK_STRUCTURE_TYPE_DEVICE_QUEUE_CREATE_INFO,
      .queueFamilyIndex = find_queue_family(physical),
      .queueCount = 1,
      .pQueuePriorities = &priority,
   };
   const VkDeviceCreateInfo info = {
      .sType = VK_STRUCTURE_TYPE_DEVICE_CREATE_INFO,
      .pNext = options->features,
      .queueCreateInfoCount = 1,
      .pQueueCreateInfos = &queue,
      .enabledExtensionCount = options->extension_count,
      .ppEnabledExtensionNames = options->extensions,
   };
   *handle = VK_NULL_HANDLE;
   return vkCreateDevice(physical, &info, NULL, handle);
}

struct device
open_device_with(VkInstance instance, const struct device_options *options)
{
   VkPhysicalDevice physical = pick_physical_device(instance);
   VkDevice handle;
   setup_result("vkCreateDevice", create_device_with(physical, options, &handle));
   return adopt_device(instance, physical, find_queue_family(physical), handle);
}

struct device
adopt_device(VkInstance instance, VkPhysicalDevice physical, uint32_t queue_family, VkDevice handle)
{
   struct device device = {
      .instance = instance,
      .physical = physical,
      .handle = handle,
      .queue_family = queue_family,
   };
   vkGetPhysicalDeviceMemoryProperties(physical, &device.memory);
   vkGetDeviceQueue(handle, queue_family, 0, &device.queue);
   const VkCommandPoolCreateInfo pool = {
      .sType = VK_STRUCTURE_TYPE_COMMAND_POOL_CREATE_INFO,
      .flags = VK_COMMAND_POOL_CREATE_TRANSIENT_BIT,
      .queueFamilyIndex = queue_family,
   };
   SETUP(vkCreateCommandPool(handle, &pool, NULL, &device.pool));
   return device;
}

static int
by_name(const void *a, const void *b)
{
   const VkExtensionProperties *first = a, *second = b;
   return strcmp(first->extensionName, second->extensionName);
}

struct extension_list
list_device_extensions(VkPhysicalDevice physical)
{
   struct extension_list list = {.items = NULL};
   SETUP(vkEnumerateDeviceExtensionProperties(physical, NULL, &list.count, NULL));
   list.items = calloc(list.count ? list.count : 1, sizeof(*list.items));
   SETUP(vkEnumerateDeviceExtensionProperties(physical, NULL, &list.count, list.items));
   qsort(list.items, list.count, sizeof(*list.items), by_name);
   return list;
}
