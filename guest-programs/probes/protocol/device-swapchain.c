/*
 * A device made with VK_KHR_swapchain takes work. A driver that offers the extension without the semaphores that a
 * present needs on the host asserts here (semaphore_importable).
 */
#include "device_options.h"
#include "fill_check.h"

static void
run(void)
{
   const char *surface = VK_KHR_SURFACE_EXTENSION_NAME, *swapchain = VK_KHR_SWAPCHAIN_EXTENSION_NAME;
   if (!instance_has_extension(surface))
      skip_probe("The instance does not offer %s.", surface);
   VkInstance instance = create_instance(&surface, 1);
   VkPhysicalDevice physical = pick_physical_device(instance);
   if (!device_has_extension(physical, swapchain))
      skip_probe("The device does not offer %s.", swapchain);

   const struct device_options options = {.extensions = &swapchain, .extension_count = 1};
   VkDevice handle;
   const VkResult created = create_device_with(physical, &options, &handle);
   must(check_result("vkCreateDevice with VK_KHR_swapchain", VK_SUCCESS, created));
   struct device device = adopt_device(instance, physical, find_queue_family(physical), handle);
   must_fill(&device, "a fill on the device", 0x5ca1ab1eu);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "protocol/device-swapchain",
   .title = "A device with VK_KHR_swapchain is made and takes work",
   .run = run,
};
