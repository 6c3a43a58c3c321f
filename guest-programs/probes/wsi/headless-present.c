/* Hundreds of frames: acquired, drawn, copied out and presented, two at a time; each is checked as it was shown. */
#include "swapchain.h"

#define FRAMES 300u
#define SIZE 64u

static void
run(void)
{
   VkSurfaceKHR surface;
   struct device device = open_headless_device(&surface);
   struct swapchain swapchain = create_swapchain(&device, surface, (VkExtent2D){SIZE, SIZE}, VK_NULL_HANDLE);
   for (uint32_t i = 0; i < FRAMES; i++)
      present_frame(&device, &swapchain, (uint8_t)(i * 7));
   finish_frames(&device, &swapchain);
   destroy_swapchain(&device, &swapchain);
   vkDestroySurfaceKHR(device.instance, surface, NULL);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "wsi/headless-present",
   .title = "Three hundred frames on a headless surface are presented, each with its own colour",
   .run = run,
};
