/*
 * The way to a display that works without a descriptor of the driver's own: the application opens the card, hands the
 * connector to vkAcquireDrmDisplayEXT and finds a display with modes.
 */
#include "drm_display.h"

static void
run(void)
{
   const struct drm_display display = acquire_drm_display();
   uint32_t displays = 0, modes = 0;
   const VkResult listed = vkGetPhysicalDeviceDisplayPropertiesKHR(display.physical, &displays, NULL);
   must(check_result("vkGetPhysicalDeviceDisplayPropertiesKHR", VK_SUCCESS, listed));
   check("at least one display", displays > 0, "VK_KHR_display lists %u displays after the acquisition", displays);
   const VkResult counted = vkGetDisplayModePropertiesKHR(display.physical, display.handle, &modes, NULL);
   must(check_result("vkGetDisplayModePropertiesKHR", VK_SUCCESS, counted));
   check("at least one mode", modes > 0, "the display of connector %u has %u modes", display.connector, modes);

   release_drm_display(&display);
   vkDestroyInstance(display.instance, NULL);
}

const struct probe this_probe = {
   .id = "wsi/display-acquire",
   .title = "vkAcquireDrmDisplayEXT on the card gives a display with modes",
   .run = run,
};
