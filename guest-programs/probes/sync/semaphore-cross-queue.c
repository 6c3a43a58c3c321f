/*
 * Two queues of one family hand work to each other through binary semaphores. In the renderer each queue has a timeline
 * of its own, bound to it by ring index.
 */
#include "device_options.h"
#include "semaphore_chain.h"

#define MAX_FAMILIES 16

static struct device
open_two_queues(VkQueue *second)
{
   VkInstance instance = create_instance(NULL, 0);
   VkPhysicalDevice physical = pick_physical_device(instance);
   const uint32_t family = find_queue_family(physical);

   VkQueueFamilyProperties families[MAX_FAMILIES];
   uint32_t count = MAX_FAMILIES;
   vkGetPhysicalDeviceQueueFamilyProperties(physical, &count, families);
   if (families[family].queueCount < 2)
      skip_probe("Queue family %u has one queue only.", family);

   const float priorities[] = {1.0f, 1.0f};
   const VkDeviceQueueCreateInfo queues = {
      .sType = VK_STRUCTURE_TYPE_DEVICE_QUEUE_CREATE_INFO,
      .queueFamilyIndex = family,
      .queueCount = 2,
      .pQueuePriorities = priorities,
   };
   const VkDeviceCreateInfo info = {
      .sType = VK_STRUCTURE_TYPE_DEVICE_CREATE_INFO,
      .queueCreateInfoCount = 1,
      .pQueueCreateInfos = &queues,
   };
   VkDevice handle;
   SETUP(vkCreateDevice(physical, &info, NULL, &handle));
   vkGetDeviceQueue(handle, family, 1, second);
   return adopt_device(instance, physical, family, handle);
}

static void
run(void)
{
   VkQueue second;
   struct device device = open_two_queues(&second);
   check("the two queues have handles of their own", second != device.queue, "both are %p", (void *)second);

   check_semaphore_chain(&device, device.queue, second, 0x20e20e20u);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "sync/semaphore-cross-queue",
   .title = "Two queues hand work to each other through binary semaphores",
   .run = run,
};
