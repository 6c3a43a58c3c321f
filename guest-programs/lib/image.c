#include "image.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "image_layout.h"

struct image
create_multisampled_image(const struct device *device, uint32_t width, uint32_t height, VkFormat format,
                          VkSampleCountFlagBits samples, VkImageUsageFlags usage, VkImageAspectFlags aspect)
{
   struct image image = {.format = format, .width = width, .height = height};
   const VkImageCreateInfo info = {
      .sType = VK_STRUCTURE_TYPE_IMAGE_CREATE_INFO,
      .imageType = VK_IMAGE_TYPE_2D,
      .format = format,
      .extent = {width, height, 1},
      .mipLevels = 1,
      .arrayLayers = 1,
      .samples = samples,
      .tiling = VK_IMAGE_TILING_OPTIMAL,
      .usage = usage,
      .initialLayout = VK_IMAGE_LAYOUT_UNDEFINED,
   };
   SETUP(vkCreateImage(device->handle, &info, NULL, &image.handle));
   VkMemoryRequirements needs;
   vkGetImageMemoryRequirements(device->handle, image.handle, &needs);
   const uint32_t type = find_memory_type(device, needs.memoryTypeBits, VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT);
   if (type == NO_MEMORY_TYPE)
      fail_setup("No memory type in 0x%x is device-local.", needs.memoryTypeBits);
   image.memory = allocate_memory(device, needs.size, type);
   SETUP(vkBindImageMemory(device->handle, image.handle, image.memory, 0));

   const VkImageViewCreateInfo view = {
      .sType = VK_STRUCTURE_TYPE_IMAGE_VIEW_CREATE_INFO,
      .image = image.handle,
      .viewType = VK_IMAGE_VIEW_TYPE_2D,
      .format = format,
      .subresourceRange = {.aspectMask = aspect, .levelCount = 1, .layerCount = 1},
   };
   SETUP(vkCreateImageView(device->handle, &view, NULL, &image.view));
   return image;
}

struct image
create_image(const struct device *device, uint32_t width, uint32_t height, VkFormat format, VkImageUsageFlags usage,
             VkImageAspectFlags aspect)
{
   return create_multisampled_image(device, width, height, format, VK_SAMPLE_COUNT_1_BIT, usage, aspect);
}

void
destroy_image(const struct device *device, struct image *image)
{
   vkDestroyImageView(device->handle, image->view, NULL);
   vkDestroyImage(device->handle, image->handle, NULL);
   vkFreeMemory(device->handle, image->memory, NULL);
}

static VkBufferImageCopy
whole_image(const struct image *image)
{
   return (VkBufferImageCopy){
      .imageSubresource = {.aspectMask = VK_IMAGE_ASPECT_COLOR_BIT, .layerCount = 1},
      .imageExtent = {image->width, image->height, 1},
   };
}

void
upload_image(const struct device *device, const struct image *image, const void *rgba)
{
   const size_t bytes = (size_t)image->width * image->height * 4;
   struct buffer staging = create_host_buffer(device, bytes, VK_BUFFER_USAGE_TRANSFER_SRC_BIT);
   memcpy(staging.map, rgba, bytes);
   VkCommandBuffer commands = begin_commands(device);
   change_layout(commands, image->handle, VK_IMAGE_LAYOUT_UNDEFINED, VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL);
   const VkBufferImageCopy region = whole_image(image);
   vkCmdCopyBufferToImage(commands, staging.handle, image->handle, VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL, 1, &region);
   change_layout(commands, image->handle, VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL, VK_IMAGE_LAYOUT_SHADER_READ_ONLY_OPTIMAL);
   run_commands(device, commands);
   destroy_buffer(device, &staging);
}

void
copy_image_to_buffer(VkCommandBuffer commands, const struct image *image, const struct buffer *buffer)
{
   const VkBufferImageCopy region = whole_image(image);
   vkCmdCopyImageToBuffer(commands, image->handle, VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL, buffer->handle, 1, &region);
   full_barrier(commands);
}

struct rgba
pixel_at(const void *pixels, uint32_t width, uint32_t x, uint32_t y)
{
   struct rgba pixel;
   memcpy(&pixel, (const char *)pixels + ((size_t)y * width + x) * sizeof(pixel), sizeof(pixel));
   return pixel;
}

bool
pixels_near(struct rgba a, struct rgba b, int tolerance)
{
   return abs(a.r - b.r) <= tolerance && abs(a.g - b.g) <= tolerance && abs(a.b - b.b) <= tolerance &&
          abs(a.a - b.a) <= tolerance;
}

bool
check_pixel(const char *name, const void *pixels, uint32_t width, uint32_t x, uint32_t y, struct rgba expected,
            int tolerance)
{
   const struct rgba actual = pixel_at(pixels, width, x, y);
   char expected_text[64], actual_text[48], message[48];
   snprintf(expected_text, sizeof(expected_text), "rgba(%d, %d, %d, %d) +-%d", expected.r, expected.g, expected.b,
            expected.a, tolerance);
   snprintf(actual_text, sizeof(actual_text), "rgba(%d, %d, %d, %d)", actual.r, actual.g, actual.b, actual.a);
   snprintf(message, sizeof(message), "at pixel (%u, %u)", x, y);
   return check_values(name, pixels_near(actual, expected, tolerance), expected_text, actual_text, message);
}
