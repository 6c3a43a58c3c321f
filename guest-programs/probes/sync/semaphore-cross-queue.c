/*
 * Two queues of one family hand work to each other through binary semaphores. In the renderer each queue has a timeline
 * of its own, bound to it by ring index.
 */
#include "device_options.h"
#include "relay.h"
#include "semaphore.h"

#define STEPS 32u
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

   struct relay relay = create_relay(&device, STEPS, 0x20e20e20u);
   VkSemaphore semaphores[STEPS];
   VkFence fence = create_fence(&device);
   for (uint32_t i = 0; i < STEPS; i++)
      semaphores[i] = create_semaphore(&device, NULL);

   for (uint32_t i = 0; i < STEPS; i++) {
      submit_to(i % 2 ? second : device.queue, &(struct submission){
                                                  .commands = begin_relay_step(&device, &relay, i),
                                                  .wait = i > 0 ? semaphores[i - 1] : VK_NULL_HANDLE,
                                                  .signal = semaphores[i],
                                               });
   }
   submit_to(device.queue, &(struct submission){.wait = semaphores[STEPS - 1], .fence = fence});
   must_signal(&device, fence, "the fence at the end of the chain");
   check_relay(&relay, STEPS, "every step ran after the one before, on the other queue");

   for (uint32_t i = 0; i < STEPS; i++)
      vkDestroySemaphore(device.handle, semaphores[i], NULL);
   vkDestroyFence(device.handle, fence, NULL);
   destroy_relay(&device, &relay);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "sync/semaphore-cross-queue",
   .title = "Two queues hand work to each other through binary semaphores",
   .run = run,
};
