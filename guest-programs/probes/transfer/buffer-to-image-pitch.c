/*
 * Copies from a buffer whose rows and layers lie further apart than the image's: only the texels of each region arrive,
 * at the place asked for, in every layer.
 */
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "plain_image.h"

#define WIDTH 61u
#define HEIGHT 37u
#define LAYERS 2u
#define TEXELS (WIDTH * HEIGHT * LAYERS)
#define SOURCE_TEXELS 16384u

static const VkImageSubresourceLayers both_layers = {.aspectMask = VK_IMAGE_ASPECT_COLOR_BIT, .layerCount = LAYERS};

static void
apply_expected(uint32_t *image, const uint32_t *source, const VkBufferImageCopy *region)
{
   for (uint32_t layer = 0; layer < region->imageSubresource.layerCount; layer++) {
      for (uint32_t y = 0; y < region->imageExtent.height; y++) {
         const size_t from = region->bufferOffset / 4 +
                             (size_t)region->bufferRowLength * (layer * region->bufferImageHeight + y);
         const size_t row = (layer + region->imageSubresource.baseArrayLayer) * HEIGHT + y +
                            (uint32_t)region->imageOffset.y;
         memcpy(image + row * WIDTH + region->imageOffset.x, source + from, region->imageExtent.width * 4);
      }
   }
}

static void
run(void)
{
   const VkBufferImageCopy regions[] = {
      {
         .bufferOffset = 12,
         .bufferRowLength = 80,
         .bufferImageHeight = 41,
         .imageSubresource = both_layers,
         .imageExtent = {WIDTH, HEIGHT, 1},
      },
      {
         .bufferOffset = 30000,
         .bufferRowLength = 67,
         .bufferImageHeight = 20,
         .imageSubresource = both_layers,
         .imageOffset = {5, 3, 0},
         .imageExtent = {33, 17, 1},
      },
      {
         .bufferOffset = 60000,
         .bufferRowLength = 7,
         .bufferImageHeight = 30,
         .imageSubresource = {.aspectMask = VK_IMAGE_ASPECT_COLOR_BIT, .baseArrayLayer = 1, .layerCount = 1},
         .imageOffset = {WIDTH - 7, HEIGHT - 30, 0},
         .imageExtent = {7, 30, 1},
      },
   };
   struct device device = open_device();
   struct buffer source = create_host_buffer(&device, SOURCE_TEXELS * 4, VK_BUFFER_USAGE_TRANSFER_SRC_BIT);
   struct buffer result = create_host_buffer(&device, TEXELS * 4, VK_BUFFER_USAGE_TRANSFER_DST_BIT);
   struct plain_image image = create_plain_image(
      &device, &(struct image_shape){
                  .type = VK_IMAGE_TYPE_2D,
                  .format = VK_FORMAT_R8G8B8A8_UNORM,
                  .extent = {WIDTH, HEIGHT, 1},
                  .layers = LAYERS,
                  .usage = VK_IMAGE_USAGE_TRANSFER_SRC_BIT | VK_IMAGE_USAGE_TRANSFER_DST_BIT,
               });
   uint32_t *words = source.map, *expected = calloc(TEXELS, sizeof(*expected));
   for (uint32_t i = 0; i < SOURCE_TEXELS; i++)
      words[i] = hashed_word(i, 3);

   VkCommandBuffer commands = begin_commands(&device);
   move_to_layout(commands, &image, VK_IMAGE_LAYOUT_UNDEFINED, VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL);
   for (size_t i = 0; i < sizeof(regions) / sizeof(regions[0]); i++) {
      vkCmdCopyBufferToImage(commands, source.handle, image.handle, VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL, 1,
                             &regions[i]);
      full_barrier(commands);
      apply_expected(expected, words, &regions[i]);
   }
   move_to_layout(commands, &image, VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL, VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL);
   const VkBufferImageCopy whole = {.imageSubresource = both_layers, .imageExtent = {WIDTH, HEIGHT, 1}};
   vkCmdCopyImageToBuffer(commands, image.handle, VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL, result.handle, 1, &whole);
   full_barrier(commands);
   run_commands(&device, commands);
   check_bytes("every texel of both layers", result.map, expected, TEXELS * 4);

   free(expected);
   destroy_plain_image(&device, &image);
   destroy_buffer(&device, &source);
   destroy_buffer(&device, &result);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "transfer/buffer-to-image-pitch",
   .title = "Copies to an image take the rows and layers of the buffer at the pitch they are told",
   .run = run,
};
