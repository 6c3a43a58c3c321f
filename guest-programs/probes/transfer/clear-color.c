/*
 * vkCmdClearColorImage sets exactly the levels and layers of its range: as normalised colours, and as unsigned
 * integers that no float could carry.
 */
#include "commands.h"
#include "plain_image.h"

#define SIZE 16u
#define LEVELS 2u
#define LAYERS 3u
#define LARGE (SIZE * SIZE)
#define SMALL (LARGE / 4)
#define LAYER_TEXELS (LARGE + SMALL)

struct clear {
   uint32_t level, layer, layers;
   VkClearColorValue value;
   uint32_t texel;
};
#define CLEARS 4u

/* The specification rounds k / 255 back to k. */
static const struct clear unorm_clears[CLEARS] = {
   {0, 0, LAYERS, {.float32 = {0, 0, 0, 0}}, 0},
   {1, 0, LAYERS, {.float32 = {1, 1, 1, 1}}, 0xffffffffu},
   {0, 1, 1, {.float32 = {18 / 255.0f, 52 / 255.0f, 86 / 255.0f, 120 / 255.0f}}, 0x78563412u},
   {1, 2, 1, {.float32 = {200 / 255.0f, 3 / 255.0f, 99 / 255.0f, 1.0f}}, 0xff6303c8u},
};
static const struct clear uint_clears[CLEARS] = {
   {0, 0, LAYERS, {.uint32 = {0xdeadbeefu}}, 0xdeadbeefu},
   {1, 0, LAYERS, {.uint32 = {0x01000001u}}, 0x01000001u},
   {0, 2, 1, {.uint32 = {0xffffffffu}}, 0xffffffffu},
   {1, 0, 2, {.uint32 = {0x7fffffffu}}, 0x7fffffffu},
};

static void
read_back(VkCommandBuffer commands, const struct plain_image *image, const struct buffer *result)
{
   for (uint32_t layer = 0; layer < LAYERS; layer++) {
      for (uint32_t level = 0; level < LEVELS; level++) {
         const VkBufferImageCopy region = {
            .bufferOffset = (layer * LAYER_TEXELS + (level ? LARGE : 0)) * 4,
            .imageSubresource =
               {
                  .aspectMask = VK_IMAGE_ASPECT_COLOR_BIT,
                  .mipLevel = level,
                  .baseArrayLayer = layer,
                  .layerCount = 1,
               },
            .imageExtent = {SIZE >> level, SIZE >> level, 1},
         };
         vkCmdCopyImageToBuffer(commands, image->handle, VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL, result->handle, 1,
                                &region);
      }
   }
}

static void
clear_and_check(const struct device *device, VkFormat format, const struct clear *clears, const char *name)
{
   struct plain_image image =
      create_plain_image(device, &(struct image_shape){
                                    .type = VK_IMAGE_TYPE_2D,
                                    .format = format,
                                    .extent = {SIZE, SIZE, 1},
                                    .levels = LEVELS,
                                    .layers = LAYERS,
                                    .usage = VK_IMAGE_USAGE_TRANSFER_SRC_BIT | VK_IMAGE_USAGE_TRANSFER_DST_BIT,
                                 });
   struct buffer result = create_host_buffer(device, LAYERS * LAYER_TEXELS * 4, VK_BUFFER_USAGE_TRANSFER_DST_BIT);
   uint32_t expected[LAYERS * LAYER_TEXELS];

   VkCommandBuffer commands = begin_commands(device);
   move_to_layout(commands, &image, VK_IMAGE_LAYOUT_UNDEFINED, VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL);
   for (const struct clear *clear = clears; clear < clears + CLEARS; clear++) {
      const VkImageSubresourceRange range = {
         .aspectMask = VK_IMAGE_ASPECT_COLOR_BIT,
         .baseMipLevel = clear->level,
         .levelCount = 1,
         .baseArrayLayer = clear->layer,
         .layerCount = clear->layers,
      };
      vkCmdClearColorImage(commands, image.handle, VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL, &clear->value, 1, &range);
      full_barrier(commands);
      for (uint32_t layer = clear->layer; layer < clear->layer + clear->layers; layer++) {
         uint32_t *texels = expected + layer * LAYER_TEXELS + (clear->level ? LARGE : 0);
         for (uint32_t at = 0; at < (clear->level ? SMALL : LARGE); at++)
            texels[at] = clear->texel;
      }
   }
   move_to_layout(commands, &image, VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL, VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL);
   read_back(commands, &image, &result);
   full_barrier(commands);
   run_commands(device, commands);
   check_bytes(name, result.map, expected, sizeof(expected));

   destroy_plain_image(device, &image);
   destroy_buffer(device, &result);
}

static void
run(void)
{
   struct device device = open_device();
   clear_and_check(&device, VK_FORMAT_R8G8B8A8_UNORM, unorm_clears, "all levels and layers, VK_FORMAT_R8G8B8A8_UNORM");
   clear_and_check(&device, VK_FORMAT_R32_UINT, uint_clears, "all levels and layers, VK_FORMAT_R32_UINT");
   close_device(&device);
}

const struct probe this_probe = {
   .id = "transfer/clear-color",
   .title = "vkCmdClearColorImage sets the levels and layers of its range to exactly the colour",
   .run = run,
};
