/*
 * The time from one frame to the next of a swapchain on a surface without a display: acquire, clear, present. The last
 * frame is read back.
 */
#include "device_options.h"
#include "plain_image.h"
#include "stopwatch.h"

#define FRAMES 60u
#define SIZE 64u
#define MAX_IMAGES 16u
#define MAX_FORMATS 64u

/* The grey of a frame: the order of the channels makes no difference. */
#define GREY(frame) ((frame) * 2u % 256u)

static VkFormat
pick_format(VkPhysicalDevice physical, VkSurfaceKHR surface)
{
   VkSurfaceFormatKHR formats[MAX_FORMATS];
   uint32_t count = MAX_FORMATS;
   const VkResult listed = vkGetPhysicalDeviceSurfaceFormatsKHR(physical, surface, &count, formats);
   setup_result("vkGetPhysicalDeviceSurfaceFormatsKHR", listed == VK_INCOMPLETE ? VK_SUCCESS : listed);
   for (uint32_t i = 0; i < count; i++) {
      if (formats[i].colorSpace == VK_COLOR_SPACE_SRGB_NONLINEAR_KHR &&
          (formats[i].format == VK_FORMAT_B8G8R8A8_UNORM || formats[i].format == VK_FORMAT_R8G8B8A8_UNORM))
         return formats[i].format;
   }
   skip_probe("The surface without a display has no format of four 8-bit channels.");
}

static VkSwapchainKHR
create_swapchain(const struct device *device, VkSurfaceKHR surface)
{
   VkBool32 supported = VK_FALSE;
   SETUP(vkGetPhysicalDeviceSurfaceSupportKHR(device->physical, device->queue_family, surface, &supported));
   if (!supported)
      skip_probe("Queue family %u cannot present to a surface without a display.", device->queue_family);
   VkSurfaceCapabilitiesKHR can;
   SETUP(vkGetPhysicalDeviceSurfaceCapabilitiesKHR(device->physical, surface, &can));
   const VkImageUsageFlags usage = VK_IMAGE_USAGE_TRANSFER_SRC_BIT | VK_IMAGE_USAGE_TRANSFER_DST_BIT;
   if ((can.supportedUsageFlags & usage) != usage)
      skip_probe("The images of a surface without a display cannot be copied.");
   const uint32_t wanted = can.minImageCount + 1;
   const VkSwapchainCreateInfoKHR info = {
      .sType = VK_STRUCTURE_TYPE_SWAPCHAIN_CREATE_INFO_KHR,
      .surface = surface,
      .minImageCount = can.maxImageCount && wanted > can.maxImageCount ? can.maxImageCount : wanted,
      .imageFormat = pick_format(device->physical, surface),
      .imageColorSpace = VK_COLOR_SPACE_SRGB_NONLINEAR_KHR,
      .imageExtent = {SIZE, SIZE},
      .imageArrayLayers = 1,
      .imageUsage = usage,
      .preTransform = can.currentTransform,
      .compositeAlpha = can.supportedCompositeAlpha & VK_COMPOSITE_ALPHA_OPAQUE_BIT_KHR
                           ? VK_COMPOSITE_ALPHA_OPAQUE_BIT_KHR
                           : VK_COMPOSITE_ALPHA_INHERIT_BIT_KHR,
      .presentMode = VK_PRESENT_MODE_FIFO_KHR,
      .clipped = VK_TRUE,
   };
   VkSwapchainKHR swapchain;
   SETUP(vkCreateSwapchainKHR(device->handle, &info, NULL, &swapchain));
   return swapchain;
}

static void
draw_frame(const struct device *device, VkImage image, uint32_t frame, const struct buffer *result, VkFence fence)
{
   const struct plain_image target = {.handle = image, .aspect = VK_IMAGE_ASPECT_COLOR_BIT};
   const float grey = (float)GREY(frame) / 255.0f;
   const VkClearColorValue colour = {.float32 = {grey, grey, grey, 1.0f}};
   const VkImageSubresourceRange all = {.aspectMask = VK_IMAGE_ASPECT_COLOR_BIT, .levelCount = 1, .layerCount = 1};
   const VkBufferImageCopy out = {
      .imageSubresource = {.aspectMask = VK_IMAGE_ASPECT_COLOR_BIT, .layerCount = 1},
      .imageExtent = {SIZE, SIZE, 1},
   };
   VkCommandBuffer commands = begin_repeatable(device);
   move_to_layout(commands, &target, VK_IMAGE_LAYOUT_UNDEFINED, VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL);
   vkCmdClearColorImage(commands, image, VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL, &colour, 1, &all);
   move_to_layout(commands, &target, VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL, VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL);
   vkCmdCopyImageToBuffer(commands, image, VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL, result->handle, 1, &out);
   move_to_layout(commands, &target, VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL, VK_IMAGE_LAYOUT_PRESENT_SRC_KHR);
   full_barrier(commands);
   end_repeatable(commands);
   time_submission(device, commands, fence);
   vkFreeCommandBuffers(device->handle, device->pool, 1, &commands);
}

/* Acquired and drawn with waits on the host, so that no semaphore is needed and nothing is in flight at the present. */
static void
show_frame(const struct device *device, VkSwapchainKHR swapchain, uint32_t frame, const struct buffer *result,
           VkFence fence)
{
   VkImage images[MAX_IMAGES];
   uint32_t count = MAX_IMAGES, index;
   TIMED(vkGetSwapchainImagesKHR(device->handle, swapchain, &count, images));
   TIMED(vkAcquireNextImageKHR(device->handle, swapchain, WAIT_NS, VK_NULL_HANDLE, fence, &index));
   TIMED(vkWaitForFences(device->handle, 1, &fence, VK_TRUE, WAIT_NS));
   TIMED(vkResetFences(device->handle, 1, &fence));
   draw_frame(device, images[index], frame, result, fence);
   const VkPresentInfoKHR present = {
      .sType = VK_STRUCTURE_TYPE_PRESENT_INFO_KHR,
      .swapchainCount = 1,
      .pSwapchains = &swapchain,
      .pImageIndices = &index,
   };
   TIMED(vkQueuePresentKHR(device->queue, &present));
}

static void
run(void)
{
   const char *const on_instance[] = {VK_KHR_SURFACE_EXTENSION_NAME, VK_EXT_HEADLESS_SURFACE_EXTENSION_NAME};
   const char *on_device = VK_KHR_SWAPCHAIN_EXTENSION_NAME;
   for (size_t i = 0; i < 2; i++) {
      if (!instance_has_extension(on_instance[i]))
         skip_probe("The instance has no %s.", on_instance[i]);
   }
   VkInstance instance = create_instance(on_instance, 2);
   if (!device_has_extension(pick_physical_device(instance), on_device))
      skip_probe("The device has no %s.", on_device);
   struct device device =
      open_device_with(instance, &(struct device_options){.extensions = &on_device, .extension_count = 1});

   const PFN_vkCreateHeadlessSurfaceEXT create_surface =
      (PFN_vkCreateHeadlessSurfaceEXT)vkGetInstanceProcAddr(instance, "vkCreateHeadlessSurfaceEXT");
   const VkHeadlessSurfaceCreateInfoEXT surface_info = {
      .sType = VK_STRUCTURE_TYPE_HEADLESS_SURFACE_CREATE_INFO_EXT,
   };
   VkSurfaceKHR surface;
   SETUP(create_surface(instance, &surface_info, NULL, &surface));
   VkSwapchainKHR swapchain = create_swapchain(&device, surface);
   struct buffer result = create_host_buffer(&device, SIZE * SIZE * 4, VK_BUFFER_USAGE_TRANSFER_DST_BIT);
   VkFence fence = create_fence(&device);

   double times[FRAMES];
   for (uint32_t frame = 0; frame < FRAMES; frame++) {
      const double start = seconds_now();
      show_frame(&device, swapchain, frame, &result, fence);
      times[frame] = nanoseconds_since(start);
   }
   report_metric("frame", "ns", times, FRAMES);
   check_words("the last frame", result.map, SIZE * SIZE, constant_word, 0xff000000u | GREY(FRAMES - 1) * 0x010101u);

   SETUP(vkQueueWaitIdle(device.queue));
   vkDestroyFence(device.handle, fence, NULL);
   destroy_buffer(&device, &result);
   vkDestroySwapchainKHR(device.handle, swapchain, NULL);
   vkDestroySurfaceKHR(instance, surface, NULL);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "perf/present-rate",
   .title = "The time from one presented frame to the next",
   .run = run,
};
