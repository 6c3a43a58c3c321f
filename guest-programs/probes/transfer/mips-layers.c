/*
 * Every level of every layer of an image has bytes of its own: all are written, and all are read back, each in a copy
 * of its own and from the smallest to the largest, so that none can lie in the place of another.
 */
#include <string.h>

#include "commands.h"
#include "plain_image.h"

#define WIDTH 37u
#define HEIGHT 21u
#define LEVELS 6u
#define LAYERS 3u
/* More than all levels together. */
#define LAYER_TEXELS (2 * WIDTH * HEIGHT)
#define BYTES (LAYERS * LAYER_TEXELS * 4)

static VkExtent3D
level_extent(uint32_t level)
{
   const uint32_t width = WIDTH >> level, height = HEIGHT >> level;
   return (VkExtent3D){width ? width : 1, height ? height : 1, 1};
}

/* One region a subresource, packed without gaps within each layer's share of the buffer. Returns their number. */
static uint32_t
make_regions(VkBufferImageCopy *regions)
{
   uint32_t count = 0;
   for (uint32_t layer = 0; layer < LAYERS; layer++) {
      VkDeviceSize offset = layer * LAYER_TEXELS * 4;
      for (uint32_t level = LEVELS; level-- > 0;) {
         const VkExtent3D extent = level_extent(level);
         regions[count++] = (VkBufferImageCopy){
            .bufferOffset = offset,
            .imageSubresource =
               {
                  .aspectMask = VK_IMAGE_ASPECT_COLOR_BIT,
                  .mipLevel = level,
                  .baseArrayLayer = layer,
                  .layerCount = 1,
               },
            .imageExtent = extent,
         };
         offset += (VkDeviceSize)extent.width * extent.height * 4;
      }
   }
   return count;
}

static void
run(void)
{
   struct device device = open_device();
   struct buffer source = create_host_buffer(&device, BYTES, VK_BUFFER_USAGE_TRANSFER_SRC_BIT);
   struct buffer result = create_host_buffer(&device, BYTES, VK_BUFFER_USAGE_TRANSFER_DST_BIT);
   struct plain_image image = create_plain_image(
      &device, &(struct image_shape){
                  .type = VK_IMAGE_TYPE_2D,
                  .format = VK_FORMAT_R8G8B8A8_UNORM,
                  .extent = {WIDTH, HEIGHT, 1},
                  .levels = LEVELS,
                  .layers = LAYERS,
                  .usage = VK_IMAGE_USAGE_TRANSFER_SRC_BIT | VK_IMAGE_USAGE_TRANSFER_DST_BIT,
               });
   uint32_t *words = source.map;
   for (uint32_t i = 0; i < BYTES / 4; i++)
      words[i] = hashed_word(i, 6);
   memset(result.map, 0, BYTES);

   VkBufferImageCopy regions[LEVELS * LAYERS];
   const uint32_t count = make_regions(regions);
   VkCommandBuffer commands = begin_commands(&device);
   move_to_layout(commands, &image, VK_IMAGE_LAYOUT_UNDEFINED, VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL);
   vkCmdCopyBufferToImage(commands, source.handle, image.handle, VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL, count, regions);
   move_to_layout(commands, &image, VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL, VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL);
   for (uint32_t i = 0; i < count; i++)
      vkCmdCopyImageToBuffer(commands, image.handle, VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL, result.handle, 1,
                             &regions[i]);
   full_barrier(commands);
   run_commands(&device, commands);

   for (uint32_t i = 0; i < count; i++) {
      const VkDeviceSize at = regions[i].bufferOffset;
      check_bytes("the texels of a level of a layer", (const char *)result.map + at, (const char *)source.map + at,
                  (size_t)regions[i].imageExtent.width * regions[i].imageExtent.height * 4);
   }

   destroy_plain_image(&device, &image);
   destroy_buffer(&device, &source);
   destroy_buffer(&device, &result);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "transfer/mips-layers",
   .title = "Each level of each layer of an image keeps its own texels",
   .run = run,
};
