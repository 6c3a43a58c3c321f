#include "swapchain.h"

#include "commands.h"
#include "device_options.h"
#include "image_layout.h"

#define MAX_FORMATS 64u

struct device
open_swapchain_device(VkInstance instance)
{
   const char *swapchain = VK_KHR_SWAPCHAIN_EXTENSION_NAME;
   if (!device_has_extension(pick_physical_device(instance), swapchain))
      skip_probe("The device does not offer VK_KHR_swapchain.");
   return open_device_with(instance, &(struct device_options){.extensions = &swapchain, .extension_count = 1});
}

struct device
open_headless_device(VkSurfaceKHR *surface)
{
   const char *extensions[] = {VK_KHR_SURFACE_EXTENSION_NAME, VK_EXT_HEADLESS_SURFACE_EXTENSION_NAME};
   for (unsigned i = 0; i < 2; i++) {
      if (!instance_has_extension(extensions[i]))
         skip_probe("The instance does not offer %s.", extensions[i]);
   }
   VkInstance instance = create_instance(extensions, 2);
   struct device device = open_swapchain_device(instance);
   PFN_vkCreateHeadlessSurfaceEXT create =
      (PFN_vkCreateHeadlessSurfaceEXT)vkGetInstanceProcAddr(instance, "vkCreateHeadlessSurfaceEXT");
   const VkHeadlessSurfaceCreateInfoEXT info = {.sType = VK_STRUCTURE_TYPE_HEADLESS_SURFACE_CREATE_INFO_EXT};
   SETUP(create(instance, &info, NULL, surface));
   VkBool32 supported = VK_FALSE;
   SETUP(vkGetPhysicalDeviceSurfaceSupportKHR(device.physical, device.queue_family, *surface, &supported));
   if (!supported)
      skip_probe("The queue family %u does not present to a headless surface.", device.queue_family);
   return device;
}

/* Reports a result only where it is wrong: hundreds of frames would fill the record. */
static void
must_succeed(const char *call, VkResult result)
{
   if (result != VK_SUCCESS)
      must(check_result(call, VK_SUCCESS, result));
}

/* Any with four bytes a pixel: the colours that are drawn have the same byte in each channel. */
static VkSurfaceFormatKHR
pick_format(const struct device *device, VkSurfaceKHR surface)
{
   VkSurfaceFormatKHR formats[MAX_FORMATS];
   uint32_t count = MAX_FORMATS;
   SETUP(vkGetPhysicalDeviceSurfaceFormatsKHR(device->physical, surface, &count, formats));
   for (uint32_t i = 0; i < count; i++) {
      if (formats[i].format == VK_FORMAT_B8G8R8A8_UNORM || formats[i].format == VK_FORMAT_R8G8B8A8_UNORM)
         return formats[i];
   }
   skip_probe("None of the surface's %u formats has four channels of eight bits, UNORM.", count);
}

static VkSwapchainCreateInfoKHR
swapchain_info(const struct device *device, VkSurfaceKHR surface, VkExtent2D extent, VkSwapchainKHR retired)
{
   VkSurfaceCapabilitiesKHR surface_can;
   SETUP(vkGetPhysicalDeviceSurfaceCapabilitiesKHR(device->physical, surface, &surface_can));
   const VkImageUsageFlags usage = VK_IMAGE_USAGE_TRANSFER_DST_BIT | VK_IMAGE_USAGE_TRANSFER_SRC_BIT;
   if ((surface_can.supportedUsageFlags & usage) != usage)
      skip_probe("The surface's images cannot be copied to and from.");
   /* One more than the surface keeps, so that two may be held at once. */
   uint32_t count = surface_can.minImageCount > FRAMES_AT_ONCE ? surface_can.minImageCount + 1 : FRAMES_AT_ONCE + 1;
   if (surface_can.maxImageCount != 0 && count > surface_can.maxImageCount)
      count = surface_can.maxImageCount;
   const VkSurfaceFormatKHR format = pick_format(device, surface);
   return (VkSwapchainCreateInfoKHR){
      .sType = VK_STRUCTURE_TYPE_SWAPCHAIN_CREATE_INFO_KHR,
      .surface = surface,
      .minImageCount = count,
      .imageFormat = format.format,
      .imageColorSpace = format.colorSpace,
      .imageExtent = surface_can.currentExtent.width == UINT32_MAX ? extent : surface_can.currentExtent,
      .imageArrayLayers = 1,
      .imageUsage = usage,
      .preTransform = surface_can.currentTransform,
      .compositeAlpha = surface_can.supportedCompositeAlpha & VK_COMPOSITE_ALPHA_OPAQUE_BIT_KHR
                           ? VK_COMPOSITE_ALPHA_OPAQUE_BIT_KHR
                           : VK_COMPOSITE_ALPHA_INHERIT_BIT_KHR,
      .presentMode = VK_PRESENT_MODE_FIFO_KHR,
      .clipped = VK_TRUE,
      .oldSwapchain = retired,
   };
}

static VkSemaphore
create_semaphore(const struct device *device)
{
   const VkSemaphoreCreateInfo info = {.sType = VK_STRUCTURE_TYPE_SEMAPHORE_CREATE_INFO};
   VkSemaphore semaphore;
   SETUP(vkCreateSemaphore(device->handle, &info, NULL, &semaphore));
   return semaphore;
}

struct swapchain
create_swapchain(const struct device *device, VkSurfaceKHR surface, VkExtent2D extent, VkSwapchainKHR retired)
{
   const VkSwapchainCreateInfoKHR info = swapchain_info(device, surface, extent, retired);
   struct swapchain swapchain = {.extent = info.imageExtent, .count = MAX_SWAPCHAIN_IMAGES};
   const VkResult created = vkCreateSwapchainKHR(device->handle, &info, NULL, &swapchain.handle);
   must(check_result("vkCreateSwapchainKHR", VK_SUCCESS, created));
   SETUP(vkGetSwapchainImagesKHR(device->handle, swapchain.handle, &swapchain.count, swapchain.images));
   must(check("images", swapchain.count >= info.minImageCount, "the swapchain has %u images, and %u were asked for",
              swapchain.count, info.minImageCount));
   for (uint32_t i = 0; i < swapchain.count; i++)
      swapchain.drawn[i] = create_semaphore(device);
   for (uint32_t i = 0; i < FRAMES_AT_ONCE; i++) {
      swapchain.frames[i] = (struct frame){
         .acquired = create_semaphore(device),
         .done = create_fence(device),
         .copy = create_host_buffer(device, (VkDeviceSize)info.imageExtent.width * info.imageExtent.height * 4,
                                    VK_BUFFER_USAGE_TRANSFER_DST_BIT),
      };
   }
   return swapchain;
}

void
destroy_swapchain(const struct device *device, struct swapchain *swapchain)
{
   /* The presentation waits for semaphores after the drawing is done. */
   vkQueueWaitIdle(device->queue);
   for (uint32_t i = 0; i < swapchain->count; i++)
      vkDestroySemaphore(device->handle, swapchain->drawn[i], NULL);
   for (uint32_t i = 0; i < FRAMES_AT_ONCE; i++) {
      vkDestroySemaphore(device->handle, swapchain->frames[i].acquired, NULL);
      vkDestroyFence(device->handle, swapchain->frames[i].done, NULL);
      destroy_buffer(device, &swapchain->frames[i].copy);
   }
   vkDestroySwapchainKHR(device->handle, swapchain->handle, NULL);
}

static void
record_frame(VkCommandBuffer commands, const struct swapchain *swapchain, VkImage image, const struct frame *frame)
{
   const float value = (float)(frame->colour & 0xff) / 255.0f;
   const VkClearColorValue colour = {.float32 = {value, value, value, value}};
   const VkImageSubresourceRange whole = {VK_IMAGE_ASPECT_COLOR_BIT, 0, 1, 0, 1};
   change_layout(commands, image, VK_IMAGE_LAYOUT_UNDEFINED, VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL);
   vkCmdClearColorImage(commands, image, VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL, &colour, 1, &whole);
   change_layout(commands, image, VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL, VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL);
   const struct image source = {.handle = image, .width = swapchain->extent.width, .height = swapchain->extent.height};
   copy_image_to_buffer(commands, &source, &frame->copy);
   change_layout(commands, image, VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL, VK_IMAGE_LAYOUT_PRESENT_SRC_KHR);
}

void
draw_and_present(const struct device *device, struct swapchain *swapchain, struct frame *frame, uint32_t index,
                 uint8_t level)
{
   frame->colour = level * UINT32_C(0x01010101);
   frame->commands = begin_commands(device);
   record_frame(frame->commands, swapchain, swapchain->images[index], frame);
   must_succeed("vkEndCommandBuffer", vkEndCommandBuffer(frame->commands));
   const VkPipelineStageFlags stage = VK_PIPELINE_STAGE_ALL_COMMANDS_BIT;
   const VkSubmitInfo submit = {
      .sType = VK_STRUCTURE_TYPE_SUBMIT_INFO,
      .waitSemaphoreCount = 1,
      .pWaitSemaphores = &frame->acquired,
      .pWaitDstStageMask = &stage,
      .commandBufferCount = 1,
      .pCommandBuffers = &frame->commands,
      .signalSemaphoreCount = 1,
      .pSignalSemaphores = &swapchain->drawn[index],
   };
   must_succeed("vkQueueSubmit", vkQueueSubmit(device->queue, 1, &submit, frame->done));
   const VkPresentInfoKHR present = {
      .sType = VK_STRUCTURE_TYPE_PRESENT_INFO_KHR,
      .waitSemaphoreCount = 1,
      .pWaitSemaphores = &swapchain->drawn[index],
      .swapchainCount = 1,
      .pSwapchains = &swapchain->handle,
      .pImageIndices = &index,
   };
   must_succeed("vkQueuePresentKHR", vkQueuePresentKHR(device->queue, &present));
}

/* Waits for the frame's drawing and compares what was presented. Nothing where nothing was drawn. */
static void
finish_frame(const struct device *device, struct swapchain *swapchain, struct frame *frame)
{
   if (!frame->commands)
      return;
   must_succeed("vkWaitForFences on a frame", vkWaitForFences(device->handle, 1, &frame->done, VK_TRUE, WAIT_NS));
   SETUP(vkResetFences(device->handle, 1, &frame->done));
   vkFreeCommandBuffers(device->handle, device->pool, 1, &frame->commands);
   frame->commands = VK_NULL_HANDLE;
   const size_t words = (size_t)swapchain->extent.width * swapchain->extent.height;
   for (size_t i = 0; i < words; i++) {
      if (((const uint32_t *)frame->copy.map)[i] != frame->colour)
         must(check_words("the image that was presented", frame->copy.map, words, constant_word, frame->colour));
   }
}

void
present_frame(const struct device *device, struct swapchain *swapchain, uint8_t level)
{
   struct frame *frame = &swapchain->frames[swapchain->frame_count++ % FRAMES_AT_ONCE];
   finish_frame(device, swapchain, frame);
   uint32_t index = UINT32_MAX;
   const VkResult acquired = vkAcquireNextImageKHR(device->handle, swapchain->handle, WAIT_NS, frame->acquired,
                                                   VK_NULL_HANDLE, &index);
   must_succeed("vkAcquireNextImageKHR", acquired);
   if (index >= swapchain->count)
      must(check("the image's index", false, "image %u of %u", index, swapchain->count));
   draw_and_present(device, swapchain, frame, index, level);
}

void
finish_frames(const struct device *device, struct swapchain *swapchain)
{
   for (uint32_t i = 0; i < FRAMES_AT_ONCE; i++)
      finish_frame(device, swapchain, &swapchain->frames[i]);
   check("frames presented", true, "%u", swapchain->frame_count);
}
