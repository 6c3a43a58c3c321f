/*
 * Copies from an image to a buffer whose rows and layers lie further apart: each texel at its place, and the bytes
 * between the rows as they were.
 */
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "plain_image.h"

#define WIDTH 53u
#define HEIGHT 29u
#define LAYERS 3u
#define TEXELS (WIDTH * HEIGHT * LAYERS)
#define RESULT_BYTES 65536u
#define GUARD 0x3c

static void
apply_expected(unsigned char *result, const uint32_t *image, const VkBufferImageCopy *region)
{
   for (uint32_t layer = 0; layer < region->imageSubresource.layerCount; layer++) {
      for (uint32_t y = 0; y < region->imageExtent.height; y++) {
         const size_t row = (layer + region->imageSubresource.baseArrayLayer) * HEIGHT + y +
                            (uint32_t)region->imageOffset.y;
         const size_t to = region->bufferOffset +
                           (size_t)region->bufferRowLength * (layer * region->bufferImageHeight + y) * 4;
         memcpy(result + to, image + row * WIDTH + region->imageOffset.x, region->imageExtent.width * 4);
      }
   }
}

static void
run(void)
{
   const VkBufferImageCopy regions[] = {
      {
         .bufferOffset = 4,
         .bufferRowLength = 64,
         .bufferImageHeight = 33,
         .imageSubresource = {.aspectMask = VK_IMAGE_ASPECT_COLOR_BIT, .layerCount = LAYERS},
         .imageOffset = {9, 5, 0},
         .imageExtent = {31, 24, 1},
      },
      {
         .bufferOffset = 40000,
         .bufferRowLength = 57,
         .bufferImageHeight = 40,
         .imageSubresource = {.aspectMask = VK_IMAGE_ASPECT_COLOR_BIT, .baseArrayLayer = 1, .layerCount = 2},
         .imageExtent = {WIDTH, HEIGHT, 1},
      },
   };
   struct device device = open_device();
   struct buffer source = create_host_buffer(&device, TEXELS * 4, VK_BUFFER_USAGE_TRANSFER_SRC_BIT);
   struct buffer result = create_host_buffer(&device, RESULT_BYTES, VK_BUFFER_USAGE_TRANSFER_DST_BIT);
   struct plain_image image = create_plain_image(
      &device, &(struct image_shape){
                  .type = VK_IMAGE_TYPE_2D,
                  .format = VK_FORMAT_R8G8B8A8_UNORM,
                  .extent = {WIDTH, HEIGHT, 1},
                  .layers = LAYERS,
                  .usage = VK_IMAGE_USAGE_TRANSFER_SRC_BIT | VK_IMAGE_USAGE_TRANSFER_DST_BIT,
               });
   uint32_t *words = source.map;
   for (uint32_t i = 0; i < TEXELS; i++)
      words[i] = hashed_word(i, 4);
   unsigned char *expected = malloc(RESULT_BYTES);
   memset(expected, GUARD, RESULT_BYTES);
   memset(result.map, GUARD, RESULT_BYTES);

   const VkBufferImageCopy whole = {
      .imageSubresource = {.aspectMask = VK_IMAGE_ASPECT_COLOR_BIT, .layerCount = LAYERS},
      .imageExtent = {WIDTH, HEIGHT, 1},
   };
   VkCommandBuffer commands = begin_commands(&device);
   move_to_layout(commands, &image, VK_IMAGE_LAYOUT_UNDEFINED, VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL);
   vkCmdCopyBufferToImage(commands, source.handle, image.handle, VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL, 1, &whole);
   move_to_layout(commands, &image, VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL, VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL);
   for (size_t i = 0; i < sizeof(regions) / sizeof(regions[0]); i++) {
      vkCmdCopyImageToBuffer(commands, image.handle, VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL, result.handle, 1,
                             &regions[i]);
      apply_expected(expected, words, &regions[i]);
   }
   full_barrier(commands);
   run_commands(&device, commands);
   check_bytes("every texel, and the bytes between the rows", result.map, expected, RESULT_BYTES);

   free(expected);
   destroy_plain_image(&device, &image);
   destroy_buffer(&device, &source);
   destroy_buffer(&device, &result);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "transfer/image-to-buffer-pitch",
   .title = "Copies from an image write rows and layers at the pitch they are told, and nothing between",
   .run = run,
};
