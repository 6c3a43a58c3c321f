/*
 * The way to a display that works without a descriptor of the driver's own: the application opens the card, hands the
 * connector to vkAcquireDrmDisplayEXT and finds a display with modes.
 */
#include <unistd.h>

#include "device.h"
#include "virtgpu.h"

static void
run(void)
{
   const char *extensions[] = {
      VK_KHR_SURFACE_EXTENSION_NAME,
      VK_KHR_DISPLAY_EXTENSION_NAME,
      VK_EXT_DIRECT_MODE_DISPLAY_EXTENSION_NAME,
      VK_EXT_ACQUIRE_DRM_DISPLAY_EXTENSION_NAME,
   };
   for (unsigned i = 0; i < 4; i++) {
      if (!instance_has_extension(extensions[i]))
         skip_probe("The instance does not offer %s.", extensions[i]);
   }
   const int card = open_card_node();
   const uint32_t connector = connected_connector(card);
   if (connector == 0)
      skip_probe("No connector of the card has a display connected.");

   VkInstance instance = create_instance(extensions, 4);
   VkPhysicalDevice physical = pick_physical_device(instance);
   PFN_vkGetDrmDisplayEXT get_display = (PFN_vkGetDrmDisplayEXT)vkGetInstanceProcAddr(instance, "vkGetDrmDisplayEXT");
   PFN_vkAcquireDrmDisplayEXT acquire =
      (PFN_vkAcquireDrmDisplayEXT)vkGetInstanceProcAddr(instance, "vkAcquireDrmDisplayEXT");
   PFN_vkReleaseDisplayEXT release = (PFN_vkReleaseDisplayEXT)vkGetInstanceProcAddr(instance, "vkReleaseDisplayEXT");

   VkDisplayKHR display = VK_NULL_HANDLE;
   must(check_result("vkGetDrmDisplayEXT", VK_SUCCESS, get_display(physical, card, connector, &display)));
   must(check_result("vkAcquireDrmDisplayEXT", VK_SUCCESS, acquire(physical, card, display)));

   uint32_t displays = 0, modes = 0;
   const VkResult listed = vkGetPhysicalDeviceDisplayPropertiesKHR(physical, &displays, NULL);
   must(check_result("vkGetPhysicalDeviceDisplayPropertiesKHR", VK_SUCCESS, listed));
   check("at least one display", displays > 0, "VK_KHR_display lists %u displays after the acquisition", displays);
   const VkResult counted = vkGetDisplayModePropertiesKHR(physical, display, &modes, NULL);
   must(check_result("vkGetDisplayModePropertiesKHR", VK_SUCCESS, counted));
   check("at least one mode", modes > 0, "the display of connector %u has %u modes", connector, modes);

   check_result("vkReleaseDisplayEXT", VK_SUCCESS, release(physical, display));
   vkDestroyInstance(instance, NULL);
   close(card);
}

const struct probe this_probe = {
   .id = "wsi/display-acquire",
   .title = "vkAcquireDrmDisplayEXT on the card gives a display with modes",
   .run = run,
};
