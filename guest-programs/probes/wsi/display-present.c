/*
 * A swapchain on the card's own display, as a compositor or vkcube --wsi display makes it, and a few frames on it. The
 * images are read back before they are shown: what the host's window shows is not to be had from inside the guest.
 */
#include "drm_display.h"
#include "swapchain.h"

#define FRAMES 5u

static VkDisplayModePropertiesKHR
first_mode(const struct drm_display *display)
{
   VkDisplayModePropertiesKHR mode;
   uint32_t count = 1;
   SETUP(vkGetDisplayModePropertiesKHR(display->physical, display->handle, &count, &mode));
   if (count == 0)
      fail_setup("The display of connector %u has no modes.", display->connector);
   return mode;
}

static VkSurfaceKHR
create_display_surface(const struct drm_display *display, const VkDisplayModePropertiesKHR *mode)
{
   VkDisplayPlanePropertiesKHR plane;
   uint32_t count = 1;
   SETUP(vkGetPhysicalDeviceDisplayPlanePropertiesKHR(display->physical, &count, &plane));
   if (count == 0)
      fail_setup("The device lists no planes.");
   const VkDisplaySurfaceCreateInfoKHR info = {
      .sType = VK_STRUCTURE_TYPE_DISPLAY_SURFACE_CREATE_INFO_KHR,
      .displayMode = mode->displayMode,
      .planeStackIndex = plane.currentStackIndex,
      .transform = VK_SURFACE_TRANSFORM_IDENTITY_BIT_KHR,
      .globalAlpha = 1.0f,
      .alphaMode = VK_DISPLAY_PLANE_ALPHA_OPAQUE_BIT_KHR,
      .imageExtent = mode->parameters.visibleRegion,
   };
   VkSurfaceKHR surface;
   SETUP(vkCreateDisplayPlaneSurfaceKHR(display->instance, &info, NULL, &surface));
   return surface;
}

static void
run(void)
{
   const struct drm_display display = acquire_drm_display();
   struct device device = open_swapchain_device(display.instance);
   const VkDisplayModePropertiesKHR mode = first_mode(&display);
   VkSurfaceKHR surface = create_display_surface(&display, &mode);
   VkBool32 supported = VK_FALSE;
   SETUP(vkGetPhysicalDeviceSurfaceSupportKHR(device.physical, device.queue_family, surface, &supported));
   must(check("presentation", supported, "the queue family %u does not present to the display", device.queue_family));

   struct swapchain swapchain = create_swapchain(&device, surface, mode.parameters.visibleRegion, VK_NULL_HANDLE);
   for (uint32_t i = 0; i < FRAMES; i++)
      present_frame(&device, &swapchain, (uint8_t)(40 * i + 10));
   finish_frames(&device, &swapchain);
   destroy_swapchain(&device, &swapchain);
   vkDestroySurfaceKHR(display.instance, surface, NULL);
   release_drm_display(&display);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "wsi/display-present",
   .title = "A swapchain on the card's display presents frames",
   .run = run,
};
