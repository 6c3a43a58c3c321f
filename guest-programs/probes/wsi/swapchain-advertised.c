/*
 * The device offers VK_KHR_swapchain and can be made with it. Venus hides it where the host driver imports no sync_fd
 * semaphore, and nothing can then present to a window or a display.
 */
#include "device.h"

static void
run(void)
{
   must(check("VK_KHR_surface", instance_has_extension(VK_KHR_SURFACE_EXTENSION_NAME),
              "the instance does not offer VK_KHR_surface"));
   const char *surface = VK_KHR_SURFACE_EXTENSION_NAME, *swapchain = VK_KHR_SWAPCHAIN_EXTENSION_NAME;
   VkInstance instance = create_instance(&surface, 1);
   VkPhysicalDevice physical = pick_physical_device(instance);
   must(check("VK_KHR_swapchain", device_has_extension(physical, swapchain),
              "the device does not offer VK_KHR_swapchain"));

   VkDevice device;
   const VkResult created = create_logical_device(physical, find_queue_family(physical), &swapchain, 1, &device);
   must(check_result("vkCreateDevice with VK_KHR_swapchain", VK_SUCCESS, created));
   vkDestroyDevice(device, NULL);
   vkDestroyInstance(instance, NULL);
}

const struct probe this_probe = {
   .id = "wsi/swapchain-advertised",
   .title = "The device offers VK_KHR_swapchain and can be made with it",
   .run = run,
};
