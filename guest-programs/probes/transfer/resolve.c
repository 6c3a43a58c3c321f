/*
 * Resolves of an image with four samples a pixel, each layer cleared to a colour of its own, so that every sample of a
 * pixel is the same and the average exact: a rectangle arrives where it should and nothing else changes.
 */
#include "commands.h"
#include "image.h"
#include "plain_image.h"

#define SIZE 32u
#define LAYERS 2u

static const struct rgba colours[LAYERS] = {{200, 10, 60, 255}, {3, 140, 250, 128}};
static const struct rgba background = {17, 34, 51, 68};
static const struct {
   VkOffset3D from, to;
   VkExtent3D extent;
} areas[LAYERS] = {
   {{0, 0, 0}, {5, 7, 0}, {11, 13, 1}},
   {{8, 2, 0}, {18, 1, 0}, {14, 30, 1}},
};

static VkClearColorValue
clear_value(struct rgba colour)
{
   /* The specification rounds k / 255 back to k. */
   return (VkClearColorValue){
      .float32 = {colour.r / 255.0f, colour.g / 255.0f, colour.b / 255.0f, colour.a / 255.0f},
   };
}

static VkImageSubresourceRange
layer_range(uint32_t layer)
{
   return (VkImageSubresourceRange){
      .aspectMask = VK_IMAGE_ASPECT_COLOR_BIT,
      .levelCount = 1,
      .baseArrayLayer = layer,
      .layerCount = 1,
   };
}

static struct rgba
expected_at(uint32_t x, uint32_t y)
{
   for (uint32_t i = 0; i < LAYERS; i++) {
      if (x - (uint32_t)areas[i].to.x < areas[i].extent.width && y - (uint32_t)areas[i].to.y < areas[i].extent.height)
         return colours[i];
   }
   return background;
}

static void
skip_without_samples(VkPhysicalDevice physical, VkImageUsageFlags usage)
{
   VkImageFormatProperties properties;
   const VkResult result = vkGetPhysicalDeviceImageFormatProperties(
      physical, VK_FORMAT_R8G8B8A8_UNORM, VK_IMAGE_TYPE_2D, VK_IMAGE_TILING_OPTIMAL, usage, 0, &properties);
   setup_result("vkGetPhysicalDeviceImageFormatProperties", result);
   if (!(properties.sampleCounts & VK_SAMPLE_COUNT_4_BIT) || properties.maxArrayLayers < LAYERS)
      skip_probe("There are no images of two layers with four samples a pixel.");
}

static void
run(void)
{
   const VkImageUsageFlags usage = VK_IMAGE_USAGE_TRANSFER_SRC_BIT | VK_IMAGE_USAGE_TRANSFER_DST_BIT |
                                   VK_IMAGE_USAGE_COLOR_ATTACHMENT_BIT;
   struct device device = open_device();
   skip_without_samples(device.physical, usage);
   struct image_shape shape = {
      .type = VK_IMAGE_TYPE_2D,
      .format = VK_FORMAT_R8G8B8A8_UNORM,
      .extent = {SIZE, SIZE, 1},
      .usage = usage,
   };
   struct plain_image target = create_plain_image(&device, &shape);
   shape.layers = LAYERS;
   shape.samples = VK_SAMPLE_COUNT_4_BIT;
   struct plain_image source = create_plain_image(&device, &shape);
   struct buffer result = create_host_buffer(&device, SIZE * SIZE * 4, VK_BUFFER_USAGE_TRANSFER_DST_BIT);

   const VkImageLayout destination = VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL;
   VkCommandBuffer commands = begin_commands(&device);
   move_to_layout(commands, &source, VK_IMAGE_LAYOUT_UNDEFINED, destination);
   move_to_layout(commands, &target, VK_IMAGE_LAYOUT_UNDEFINED, destination);
   for (uint32_t i = 0; i < LAYERS; i++) {
      const VkClearColorValue colour = clear_value(colours[i]);
      const VkImageSubresourceRange range = layer_range(i);
      vkCmdClearColorImage(commands, source.handle, destination, &colour, 1, &range);
   }
   const VkClearColorValue colour = clear_value(background);
   const VkImageSubresourceRange range = layer_range(0);
   vkCmdClearColorImage(commands, target.handle, destination, &colour, 1, &range);
   move_to_layout(commands, &source, destination, VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL);
   for (uint32_t i = 0; i < LAYERS; i++) {
      const VkImageResolve region = {
         .srcSubresource = {.aspectMask = VK_IMAGE_ASPECT_COLOR_BIT, .baseArrayLayer = i, .layerCount = 1},
         .srcOffset = areas[i].from,
         .dstSubresource = {.aspectMask = VK_IMAGE_ASPECT_COLOR_BIT, .layerCount = 1},
         .dstOffset = areas[i].to,
         .extent = areas[i].extent,
      };
      vkCmdResolveImage(commands, source.handle, VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL, target.handle, destination, 1,
                        &region);
   }
   move_to_layout(commands, &target, destination, VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL);
   const VkBufferImageCopy out = {
      .imageSubresource = {.aspectMask = VK_IMAGE_ASPECT_COLOR_BIT, .layerCount = 1},
      .imageExtent = {SIZE, SIZE, 1},
   };
   vkCmdCopyImageToBuffer(commands, target.handle, VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL, result.handle, 1, &out);
   full_barrier(commands);
   run_commands(&device, commands);

   struct rgba expected[SIZE * SIZE];
   for (uint32_t at = 0; at < SIZE * SIZE; at++)
      expected[at] = expected_at(at % SIZE, at / SIZE);
   check_bytes("every pixel of the target", result.map, expected, sizeof(expected));

   destroy_plain_image(&device, &source);
   destroy_plain_image(&device, &target);
   destroy_buffer(&device, &result);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "transfer/resolve",
   .title = "A resolve brings the samples of a rectangle to the place asked for, and changes nothing else",
   .run = run,
};
