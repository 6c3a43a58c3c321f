/*
 * Blits with the nearest filter, by whole factors, so that each pixel has one right source: twice as large, a third of
 * the size, mirrored both ways, and into a part of the target only.
 */
#include <stdlib.h>

#include "commands.h"
#include "plain_image.h"

#define SOURCE 24u
#define TARGET 96u

struct blit {
   /* Where the source's rectangle goes: a corner after a mirror lies past the other. */
   VkOffset3D from[2], to[2];
};
static const struct blit blits[] = {
   {{{0, 0, 0}, {24, 24, 1}}, {{0, 0, 0}, {48, 48, 1}}},
   {{{0, 0, 0}, {24, 24, 1}}, {{50, 3, 0}, {58, 11, 1}}},
   {{{2, 4, 0}, {22, 14, 1}}, {{90, 40, 0}, {70, 20, 1}}},
   {{{24, 0, 0}, {0, 24, 1}}, {{10, 50, 0}, {34, 74, 1}}},
};
#define BLITS (sizeof(blits) / sizeof(blits[0]))

/* The specification's own formula, in which a mirror is a negative step; no result lies near a texel's edge. */
static int
source_of(int at, int to0, int to1, int from0, int from1)
{
   const double along = (at + 0.5 - to0) / (to1 - to0);
   return (int)(from0 + along * (from1 - from0));
}

static int
lesser(int a, int b)
{
   return a < b ? a : b;
}

static void
apply_expected(uint32_t *target, const uint32_t *source, const struct blit *blit)
{
   const VkOffset3D *to = blit->to, *from = blit->from;
   for (int y = lesser(to[0].y, to[1].y); y < to[0].y + to[1].y - lesser(to[0].y, to[1].y); y++) {
      for (int x = lesser(to[0].x, to[1].x); x < to[0].x + to[1].x - lesser(to[0].x, to[1].x); x++)
         target[y * (int)TARGET + x] =
            source[source_of(y, to[0].y, to[1].y, from[0].y, from[1].y) * (int)SOURCE +
                   source_of(x, to[0].x, to[1].x, from[0].x, from[1].x)];
   }
}

static struct plain_image
create_square(const struct device *device, uint32_t size)
{
   return create_plain_image(device, &(struct image_shape){
                                        .type = VK_IMAGE_TYPE_2D,
                                        .format = VK_FORMAT_R8G8B8A8_UNORM,
                                        .extent = {size, size, 1},
                                        .usage = VK_IMAGE_USAGE_TRANSFER_SRC_BIT | VK_IMAGE_USAGE_TRANSFER_DST_BIT,
                                     });
}

static void
run(void)
{
   struct device device = open_device();
   if (!format_has(&device, VK_FORMAT_R8G8B8A8_UNORM, VK_FORMAT_FEATURE_BLIT_SRC_BIT | VK_FORMAT_FEATURE_BLIT_DST_BIT))
      skip_probe("VK_FORMAT_R8G8B8A8_UNORM cannot be blitted.");
   struct buffer upload = create_host_buffer(&device, SOURCE * SOURCE * 4, VK_BUFFER_USAGE_TRANSFER_SRC_BIT);
   struct buffer result = create_host_buffer(&device, TARGET * TARGET * 4, VK_BUFFER_USAGE_TRANSFER_DST_BIT);
   struct plain_image source = create_square(&device, SOURCE), target = create_square(&device, TARGET);
   uint32_t *words = upload.map, *expected = calloc(TARGET * TARGET, sizeof(*expected));
   for (uint32_t i = 0; i < SOURCE * SOURCE; i++)
      words[i] = hashed_word(i, 5);

   const VkImageSubresourceLayers colour = {.aspectMask = VK_IMAGE_ASPECT_COLOR_BIT, .layerCount = 1};
   const VkImageSubresourceRange all = {.aspectMask = VK_IMAGE_ASPECT_COLOR_BIT, .levelCount = 1, .layerCount = 1};
   const VkBufferImageCopy in = {.imageSubresource = colour, .imageExtent = {SOURCE, SOURCE, 1}};
   const VkBufferImageCopy out = {.imageSubresource = colour, .imageExtent = {TARGET, TARGET, 1}};
   const VkClearColorValue nothing = {.float32 = {0, 0, 0, 0}};
   VkCommandBuffer commands = begin_commands(&device);
   move_to_layout(commands, &source, VK_IMAGE_LAYOUT_UNDEFINED, VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL);
   vkCmdCopyBufferToImage(commands, upload.handle, source.handle, VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL, 1, &in);
   move_to_layout(commands, &source, VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL, VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL);
   move_to_layout(commands, &target, VK_IMAGE_LAYOUT_UNDEFINED, VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL);
   vkCmdClearColorImage(commands, target.handle, VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL, &nothing, 1, &all);
   full_barrier(commands);
   for (size_t i = 0; i < BLITS; i++) {
      const VkImageBlit region = {
         .srcSubresource = colour,
         .srcOffsets = {blits[i].from[0], blits[i].from[1]},
         .dstSubresource = colour,
         .dstOffsets = {blits[i].to[0], blits[i].to[1]},
      };
      vkCmdBlitImage(commands, source.handle, VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL, target.handle,
                     VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL, 1, &region, VK_FILTER_NEAREST);
      apply_expected(expected, words, &blits[i]);
   }
   move_to_layout(commands, &target, VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL, VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL);
   vkCmdCopyImageToBuffer(commands, target.handle, VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL, result.handle, 1, &out);
   full_barrier(commands);
   run_commands(&device, commands);
   check_bytes("every pixel of the target", result.map, expected, TARGET * TARGET * 4);

   free(expected);
   destroy_plain_image(&device, &source);
   destroy_plain_image(&device, &target);
   destroy_buffer(&device, &upload);
   destroy_buffer(&device, &result);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "transfer/blit",
   .title = "Blits scale and mirror by the nearest filter, pixel for pixel",
   .run = run,
};
