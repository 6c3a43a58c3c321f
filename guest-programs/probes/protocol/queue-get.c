/* Both ways to get a queue give the same one, and it takes work under either name. */
#include "commands.h"

static void
run(void)
{
   struct device device = open_device();

   VkQueue first, second = VK_NULL_HANDLE;
   vkGetDeviceQueue(device.handle, device.queue_family, 0, &first);
   const VkDeviceQueueInfo2 info = {
      .sType = VK_STRUCTURE_TYPE_DEVICE_QUEUE_INFO_2,
      .queueFamilyIndex = device.queue_family,
   };
   vkGetDeviceQueue2(device.handle, &info, &second);
   must(check("vkGetDeviceQueue returns a queue", first != VK_NULL_HANDLE, "it returned VK_NULL_HANDLE"));
   must(check("vkGetDeviceQueue2 returns a queue", second != VK_NULL_HANDLE, "it returned VK_NULL_HANDLE"));
   check("both return the same queue", first == second, "vkGetDeviceQueue returned %p and vkGetDeviceQueue2 %p",
         (void *)first, (void *)second);

   VkFence fence = create_fence(&device);
   device.queue = first;
   submit_commands(&device, VK_NULL_HANDLE, fence);
   must_signal(&device, fence, "submit to vkGetDeviceQueue's queue");
   SETUP(vkResetFences(device.handle, 1, &fence));
   device.queue = second;
   submit_commands(&device, VK_NULL_HANDLE, fence);
   must_signal(&device, fence, "submit to vkGetDeviceQueue2's queue");

   vkDestroyFence(device.handle, fence, NULL);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "protocol/queue-get",
   .title = "vkGetDeviceQueue and vkGetDeviceQueue2 give one queue that takes work",
   .run = run,
};
