/*
 * VK_KHR_display, as an application uses it first: the device lists its displays without anything being acquired.
 * Venus lists none where its window system code was given no DRM descriptor.
 */
#include "device.h"

static void
run(void)
{
   const char *extensions[] = {VK_KHR_SURFACE_EXTENSION_NAME, VK_KHR_DISPLAY_EXTENSION_NAME};
   if (!instance_has_extension(VK_KHR_DISPLAY_EXTENSION_NAME))
      skip_probe("The instance does not offer VK_KHR_display.");
   VkInstance instance = create_instance(extensions, 2);
   VkPhysicalDevice physical = pick_physical_device(instance);

   uint32_t count = 0;
   const VkResult result = vkGetPhysicalDeviceDisplayPropertiesKHR(physical, &count, NULL);
   must(check_result("vkGetPhysicalDeviceDisplayPropertiesKHR", VK_SUCCESS, result));
   check("at least one display", count > 0, "VK_KHR_display lists %u displays", count);
   vkDestroyInstance(instance, NULL);
}

const struct probe this_probe = {
   .id = "wsi/display-enumerate",
   .title = "VK_KHR_display lists at least one display",
   .run = run,
};
