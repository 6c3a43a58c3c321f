/*
 * vkCmdClearDepthStencilImage sets the depth of the layers of its range, for each depth format that the device has:
 * 16-bit values to the nearest that there is, 32-bit ones exactly.
 */
#include <string.h>

#include "commands.h"
#include "plain_image.h"

#define SIZE 24u
#define TEXELS (SIZE * SIZE)
#define LAYERS 2u

/* For each layer. 0 and 1 leave no room for rounding; the others are no binary fraction. */
static const float rounds[][LAYERS] = {{0.0f, 1.0f}, {0.3f, 0.7f}, {1.0f, 0.123456f}};
#define ROUNDS (sizeof(rounds) / sizeof(rounds[0]))

/* 32-bit depth is the float itself. 16-bit depth is one of the two nearest to depth * 65535. */
static bool
is_depth(VkFormat format, const char *texel, float depth)
{
   if (format == VK_FORMAT_D32_SFLOAT)
      return memcmp(texel, &depth, sizeof(depth)) == 0;
   uint16_t seen;
   memcpy(&seen, texel, sizeof(seen));
   const double exact = (double)depth * 65535.0;
   return seen > exact - 1.0 && seen < exact + 1.0;
}

static void
clear_and_check(const struct device *device, VkFormat format, const char *name)
{
   const uint32_t texel_bytes = format == VK_FORMAT_D32_SFLOAT ? 4 : 2;
   struct plain_image image = create_plain_image(
      device, &(struct image_shape){
                 .type = VK_IMAGE_TYPE_2D,
                 .format = format,
                 .extent = {SIZE, SIZE, 1},
                 .layers = LAYERS,
                 .usage = VK_IMAGE_USAGE_TRANSFER_SRC_BIT | VK_IMAGE_USAGE_TRANSFER_DST_BIT |
                          VK_IMAGE_USAGE_DEPTH_STENCIL_ATTACHMENT_BIT,
              });
   struct buffer result = create_host_buffer(device, LAYERS * TEXELS * texel_bytes, VK_BUFFER_USAGE_TRANSFER_DST_BIT);
   const VkBufferImageCopy whole = {
      .imageSubresource = {.aspectMask = VK_IMAGE_ASPECT_DEPTH_BIT, .layerCount = LAYERS},
      .imageExtent = {SIZE, SIZE, 1},
   };

   for (size_t round = 0; round < ROUNDS; round++) {
      VkCommandBuffer commands = begin_commands(device);
      move_to_layout(commands, &image, VK_IMAGE_LAYOUT_UNDEFINED, VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL);
      for (uint32_t layer = 0; layer < LAYERS; layer++) {
         const VkClearDepthStencilValue value = {.depth = rounds[round][layer]};
         const VkImageSubresourceRange range = {
            .aspectMask = VK_IMAGE_ASPECT_DEPTH_BIT,
            .levelCount = 1,
            .baseArrayLayer = layer,
            .layerCount = 1,
         };
         vkCmdClearDepthStencilImage(commands, image.handle, VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL, &value, 1, &range);
      }
      move_to_layout(commands, &image, VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL, VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL);
      vkCmdCopyImageToBuffer(commands, image.handle, VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL, result.handle, 1, &whole);
      full_barrier(commands);
      run_commands(device, commands);

      uint32_t wrong = 0;
      for (uint32_t at = 0; at < LAYERS * TEXELS; at++)
         wrong += !is_depth(format, (const char *)result.map + (size_t)at * texel_bytes, rounds[round][at / TEXELS]);
      check(name, wrong == 0, "%u of %u texels are not %g in layer 0 and %g in layer 1", wrong, LAYERS * TEXELS,
            (double)rounds[round][0], (double)rounds[round][1]);
   }

   destroy_plain_image(device, &image);
   destroy_buffer(device, &result);
}

static void
run(void)
{
   struct device device = open_device();
   /* Every device has the first; the specification leaves it the choice between the second and another. */
   clear_and_check(&device, VK_FORMAT_D16_UNORM, "VK_FORMAT_D16_UNORM");
   if (format_has(&device, VK_FORMAT_D32_SFLOAT,
                  VK_FORMAT_FEATURE_DEPTH_STENCIL_ATTACHMENT_BIT | VK_FORMAT_FEATURE_TRANSFER_SRC_BIT |
                     VK_FORMAT_FEATURE_TRANSFER_DST_BIT))
      clear_and_check(&device, VK_FORMAT_D32_SFLOAT, "VK_FORMAT_D32_SFLOAT");
   close_device(&device);
}

const struct probe this_probe = {
   .id = "transfer/clear-depth",
   .title = "vkCmdClearDepthStencilImage sets the depth of the layers of its range",
   .run = run,
};
