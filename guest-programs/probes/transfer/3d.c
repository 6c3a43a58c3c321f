/* A box is copied within a 3D image's slices: from a buffer, from image to image, and back, texel for texel. */
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "plain_image.h"

#define WIDTH 19u
#define HEIGHT 11u
#define DEPTH 7u
#define TEXELS (WIDTH * HEIGHT * DEPTH)

static const VkImageSubresourceLayers colour = {.aspectMask = VK_IMAGE_ASPECT_COLOR_BIT, .layerCount = 1};
static const VkImageCopy box = {
   .srcSubresource = {.aspectMask = VK_IMAGE_ASPECT_COLOR_BIT, .layerCount = 1},
   .srcOffset = {3, 2, 1},
   .dstSubresource = {.aspectMask = VK_IMAGE_ASPECT_COLOR_BIT, .layerCount = 1},
   .dstOffset = {8, 4, 3},
   .extent = {11, 7, 4},
};

static size_t
texel_index(uint32_t x, uint32_t y, uint32_t z)
{
   return ((size_t)z * HEIGHT + y) * WIDTH + x;
}

static void
apply_expected(uint32_t *target, const uint32_t *source)
{
   for (uint32_t z = 0; z < box.extent.depth; z++) {
      for (uint32_t y = 0; y < box.extent.height; y++)
         memcpy(target + texel_index((uint32_t)box.dstOffset.x, (uint32_t)box.dstOffset.y + y,
                                     (uint32_t)box.dstOffset.z + z),
                source + texel_index((uint32_t)box.srcOffset.x, (uint32_t)box.srcOffset.y + y,
                                     (uint32_t)box.srcOffset.z + z),
                box.extent.width * 4);
   }
}

static void
run(void)
{
   struct device device = open_device();
   const struct image_shape shape = {
      .type = VK_IMAGE_TYPE_3D,
      .format = VK_FORMAT_R8G8B8A8_UNORM,
      .extent = {WIDTH, HEIGHT, DEPTH},
      .usage = VK_IMAGE_USAGE_TRANSFER_SRC_BIT | VK_IMAGE_USAGE_TRANSFER_DST_BIT,
   };
   struct plain_image source = create_plain_image(&device, &shape), target = create_plain_image(&device, &shape);
   struct buffer upload = create_host_buffer(&device, 2 * TEXELS * 4, VK_BUFFER_USAGE_TRANSFER_SRC_BIT);
   struct buffer result = create_host_buffer(&device, TEXELS * 4, VK_BUFFER_USAGE_TRANSFER_DST_BIT);
   uint32_t *words = upload.map, *expected = malloc(TEXELS * 4);
   for (uint32_t i = 0; i < 2 * TEXELS; i++)
      words[i] = hashed_word(i, 8);
   memcpy(expected, words + TEXELS, TEXELS * 4);
   apply_expected(expected, words);

   const VkImageLayout in = VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL, out = VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL;
   VkBufferImageCopy whole = {.imageSubresource = colour, .imageExtent = shape.extent};
   VkCommandBuffer commands = begin_commands(&device);
   move_to_layout(commands, &source, VK_IMAGE_LAYOUT_UNDEFINED, in);
   move_to_layout(commands, &target, VK_IMAGE_LAYOUT_UNDEFINED, in);
   vkCmdCopyBufferToImage(commands, upload.handle, source.handle, in, 1, &whole);
   whole.bufferOffset = TEXELS * 4;
   vkCmdCopyBufferToImage(commands, upload.handle, target.handle, in, 1, &whole);
   move_to_layout(commands, &source, in, out);
   full_barrier(commands);
   vkCmdCopyImage(commands, source.handle, out, target.handle, in, 1, &box);
   move_to_layout(commands, &target, in, out);
   whole.bufferOffset = 0;
   vkCmdCopyImageToBuffer(commands, target.handle, out, result.handle, 1, &whole);
   full_barrier(commands);
   run_commands(&device, commands);
   check_bytes("every texel of every slice", result.map, expected, TEXELS * 4);

   free(expected);
   destroy_plain_image(&device, &source);
   destroy_plain_image(&device, &target);
   destroy_buffer(&device, &upload);
   destroy_buffer(&device, &result);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "transfer/3d",
   .title = "A box is copied between 3D images, slice by slice",
   .run = run,
};
