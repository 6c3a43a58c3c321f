/* A device with every queue of every family: each signals a fence, and each that can fill a buffer fills it. */
#include <stdio.h>

#include "device_options.h"
#include "commands.h"
#include "fill_check.h"

#define MAX_FAMILIES 16u
#define MAX_QUEUES 32u

static void
check_queue(struct device *device, uint32_t family, uint32_t index, VkQueueFlags flags)
{
   char name[64];
   snprintf(name, sizeof(name), "family %u, queue %u", family, index);
   vkGetDeviceQueue(device->handle, family, index, &device->queue);
   must(check(name, device->queue != VK_NULL_HANDLE, "vkGetDeviceQueue gave VK_NULL_HANDLE"));
   VkFence fence = create_fence(device);
   submit_commands(device, VK_NULL_HANDLE, fence);
   must_signal(device, fence, name);
   vkDestroyFence(device->handle, fence, NULL);
   /* Graphics and compute imply transfer; what is left cannot fill. */
   if (flags & (VK_QUEUE_GRAPHICS_BIT | VK_QUEUE_COMPUTE_BIT | VK_QUEUE_TRANSFER_BIT))
      must_fill(device, name, 0x40000000u + family * 256 + index);
}

static void
run(void)
{
   VkInstance instance = create_instance(NULL, 0);
   VkPhysicalDevice physical = pick_physical_device(instance);
   VkQueueFamilyProperties families[MAX_FAMILIES];
   uint32_t count = MAX_FAMILIES;
   vkGetPhysicalDeviceQueueFamilyProperties(physical, &count, families);

   float priorities[MAX_QUEUES];
   for (uint32_t i = 0; i < MAX_QUEUES; i++)
      priorities[i] = 1.0f;
   VkDeviceQueueCreateInfo queues[MAX_FAMILIES];
   for (uint32_t i = 0; i < count; i++) {
      if (families[i].queueCount > MAX_QUEUES)
         families[i].queueCount = MAX_QUEUES;
      queues[i] = (VkDeviceQueueCreateInfo){
         .sType = VK_STRUCTURE_TYPE_DEVICE_QUEUE_CREATE_INFO,
         .queueFamilyIndex = i,
         .queueCount = families[i].queueCount,
         .pQueuePriorities = priorities,
      };
   }
   const VkDeviceCreateInfo info = {
      .sType = VK_STRUCTURE_TYPE_DEVICE_CREATE_INFO,
      .queueCreateInfoCount = count,
      .pQueueCreateInfos = queues,
   };
   VkDevice handle;
   must(check_result("vkCreateDevice with every queue", VK_SUCCESS, vkCreateDevice(physical, &info, NULL, &handle)));

   for (uint32_t family = 0; family < count; family++) {
      struct device device = adopt_device(instance, physical, family, handle);
      for (uint32_t i = 0; i < families[family].queueCount; i++)
         check_queue(&device, family, i, families[family].queueFlags);
      vkDestroyCommandPool(handle, device.pool, NULL);
   }
   vkDestroyDevice(handle, NULL);
   vkDestroyInstance(instance, NULL);
}

const struct probe this_probe = {
   .id = "protocol/queue-all-families",
   .title = "Every queue of every family takes work and signals",
   .run = run,
};
