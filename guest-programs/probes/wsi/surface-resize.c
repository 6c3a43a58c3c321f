/*
 * A swapchain that is made anew for every size, from the one before, while that one's last frames are still under way;
 * each shows two frames of its own size.
 */
#include "swapchain.h"

static const VkExtent2D sizes[] = {{64, 64}, {65, 63}, {1, 1}, {640, 480}, {16, 333}, {333, 16}, {64, 64}, {801, 599}};
#define SIZES (sizeof(sizes) / sizeof(sizes[0]))

static void
run(void)
{
   VkSurfaceKHR surface;
   struct device device = open_headless_device(&surface);
   struct swapchain last = create_swapchain(&device, surface, sizes[0], VK_NULL_HANDLE);
   for (uint32_t i = 1; i < SIZES; i++) {
      present_frame(&device, &last, (uint8_t)i);
      present_frame(&device, &last, (uint8_t)(i + 100));
      struct swapchain next = create_swapchain(&device, surface, sizes[i], last.handle);
      must(check("the size", next.extent.width == sizes[i].width && next.extent.height == sizes[i].height,
                 "%ux%u was asked for and %ux%u is there", sizes[i].width, sizes[i].height, next.extent.width,
                 next.extent.height));
      finish_frames(&device, &last);
      destroy_swapchain(&device, &last);
      last = next;
   }
   present_frame(&device, &last, 255);
   finish_frames(&device, &last);
   destroy_swapchain(&device, &last);
   vkDestroySurfaceKHR(device.instance, surface, NULL);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "wsi/surface-resize",
   .title = "Swapchains of other sizes replace each other while frames are under way",
   .run = run,
};
