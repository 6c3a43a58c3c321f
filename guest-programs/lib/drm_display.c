#include "drm_display.h"

#include <unistd.h>

#include "virtgpu.h"

struct drm_display
acquire_drm_display(void)
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
   struct drm_display display = {.card = open_card_node()};
   display.connector = connected_connector(display.card);
   if (display.connector == 0)
      skip_probe("No connector of the card has a display connected.");

   display.instance = create_instance(extensions, 4);
   display.physical = pick_physical_device(display.instance);
   PFN_vkGetDrmDisplayEXT get =
      (PFN_vkGetDrmDisplayEXT)vkGetInstanceProcAddr(display.instance, "vkGetDrmDisplayEXT");
   PFN_vkAcquireDrmDisplayEXT acquire =
      (PFN_vkAcquireDrmDisplayEXT)vkGetInstanceProcAddr(display.instance, "vkAcquireDrmDisplayEXT");
   const VkResult found = get(display.physical, display.card, display.connector, &display.handle);
   must(check_result("vkGetDrmDisplayEXT", VK_SUCCESS, found));
   const VkResult acquired = acquire(display.physical, display.card, display.handle);
   must(check_result("vkAcquireDrmDisplayEXT", VK_SUCCESS, acquired));
   return display;
}

void
release_drm_display(const struct drm_display *display)
{
   PFN_vkReleaseDisplayEXT release =
      (PFN_vkReleaseDisplayEXT)vkGetInstanceProcAddr(display->instance, "vkReleaseDisplayEXT");
   check_result("vkReleaseDisplayEXT", VK_SUCCESS, release(display->physical, display->handle));
   close(display->card);
}
