/* Swapchains: made on any surface, drawn to with a clear, presented, with every wait bounded. */
#ifndef SWAPCHAIN_H
#define SWAPCHAIN_H

#include "image.h"

#define MAX_SWAPCHAIN_IMAGES 8u
/* Frames that the device may work on at once. */
#define FRAMES_AT_ONCE 2u

/*
 * A device with VK_KHR_swapchain on an instance with VK_EXT_headless_surface, and such a surface. Skips the probe where
 * either is absent.
 */
struct device open_headless_device(VkSurfaceKHR *surface);
/* A device with VK_KHR_swapchain; skips the probe where it is absent. */
struct device open_swapchain_device(VkInstance instance);

struct swapchain {
   VkSwapchainKHR handle;
   VkExtent2D extent;
   uint32_t count;
   VkImage images[MAX_SWAPCHAIN_IMAGES];
   /* Signalled by the drawing, waited for by the presentation. */
   VkSemaphore drawn[MAX_SWAPCHAIN_IMAGES];
   struct frame {
      VkSemaphore acquired;
      VkFence done;
      VkCommandBuffer commands;
      /* The image as it was presented. */
      struct buffer copy;
      uint32_t colour;
   } frames[FRAMES_AT_ONCE];
   uint32_t frame_count;
};

/*
 * First in, first out, 8 bits a channel. The extent is used where the surface leaves it open. The creation is a check;
 * `retired` may be VK_NULL_HANDLE.
 */
struct swapchain create_swapchain(const struct device *device, VkSurfaceKHR surface, VkExtent2D extent,
                                  VkSwapchainKHR retired);
/* Everything drawn must have been waited for by finish_frames. */
void destroy_swapchain(const struct device *device, struct swapchain *swapchain);

/* Clears the image to a colour with four equal bytes, once `acquired` is signalled, and presents it. */
void draw_and_present(const struct device *device, struct swapchain *swapchain, struct frame *frame, uint32_t index,
                      uint8_t level);

/* Acquires, draws and presents with the next frame, once that one's last use is finished. */
void present_frame(const struct device *device, struct swapchain *swapchain, uint8_t level);
/* Waits for every frame's drawing and compares what was presented; one check. */
void finish_frames(const struct device *device, struct swapchain *swapchain);

#endif
