/* The virtio-gpu card's display, handed to Vulkan. */
#ifndef DRM_DISPLAY_H
#define DRM_DISPLAY_H

#include "device.h"

struct drm_display {
   int card;
   uint32_t connector;
   VkInstance instance;
   VkPhysicalDevice physical;
   VkDisplayKHR handle;
};

/*
 * Opens the card, makes an instance with what it takes, and acquires the display of the connected connector; the calls
 * are checks. Skips the probe where the extensions or the display are absent.
 */
struct drm_display acquire_drm_display(void);
/* Gives the display back, as a check; the instance lives on. */
void release_drm_display(const struct drm_display *display);

#endif
