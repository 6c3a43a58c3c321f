/* Fills, updates, copies and clears that are lost or wrong. */
#include "../fault.h"

static VKAPI_ATTR void VKAPI_CALL
fill_dropped(VkCommandBuffer cmd, VkBuffer buffer, VkDeviceSize offset, VkDeviceSize size, uint32_t data)
{
   (void)cmd, (void)buffer, (void)offset, (void)size, (void)data;
}

static VKAPI_ATTR void VKAPI_CALL
fill_wrong_bit(VkCommandBuffer cmd, VkBuffer buffer, VkDeviceSize offset, VkDeviceSize size, uint32_t data)
{
   /* Small fills are Venus' own feedback: left alone, so that only the caller's data is wrong. */
   NEXT(vkCmdFillBuffer)(cmd, buffer, offset, size, size <= 8 ? data : data ^ 0x10);
}

static VKAPI_ATTR void VKAPI_CALL
fill_shifted(VkCommandBuffer cmd, VkBuffer buffer, VkDeviceSize offset, VkDeviceSize size, uint32_t data)
{
   const bool feedback = size <= 8;
   const bool whole = size == VK_WHOLE_SIZE;
   NEXT(vkCmdFillBuffer)(cmd, buffer, feedback ? offset : offset + 4, feedback || whole ? size : size - 4, data);
}

static VKAPI_ATTR void VKAPI_CALL
update_dropped(VkCommandBuffer cmd, VkBuffer buffer, VkDeviceSize offset, VkDeviceSize size, const void *data)
{
   (void)cmd, (void)buffer, (void)offset, (void)size, (void)data;
}

static VKAPI_ATTR void VKAPI_CALL
copy_buffer_short(VkCommandBuffer cmd, VkBuffer from, VkBuffer to, uint32_t count, const VkBufferCopy *regions)
{
   for (uint32_t i = 0; i < count; i++) {
      VkBufferCopy region = regions[i];
      /* Up to 8 bytes: Venus' own feedback. */
      if (region.size > 8)
         region.size -= 1;
      NEXT(vkCmdCopyBuffer)(cmd, from, to, 1, &region);
   }
}

static VKAPI_ATTR void VKAPI_CALL
copy_buffer_dropped(VkCommandBuffer cmd, VkBuffer from, VkBuffer to, uint32_t count, const VkBufferCopy *regions)
{
   for (uint32_t i = 0; i < count; i++) {
      if (regions[i].size <= 8)
         NEXT(vkCmdCopyBuffer)(cmd, from, to, 1, &regions[i]);
   }
}

static VKAPI_ATTR void VKAPI_CALL
buffer_to_image_short(VkCommandBuffer cmd, VkBuffer from, VkImage to, VkImageLayout layout, uint32_t count,
                      const VkBufferImageCopy *regions)
{
   for (uint32_t i = 0; i < count; i++) {
      VkBufferImageCopy region = regions[i];
      if (region.imageExtent.height > 1)
         region.imageExtent.height -= 1;
      NEXT(vkCmdCopyBufferToImage)(cmd, from, to, layout, 1, &region);
   }
}

static VKAPI_ATTR void VKAPI_CALL
buffer_to_image_pitch_lost(VkCommandBuffer cmd, VkBuffer from, VkImage to, VkImageLayout layout, uint32_t count,
                           const VkBufferImageCopy *regions)
{
   for (uint32_t i = 0; i < count; i++) {
      VkBufferImageCopy region = regions[i];
      region.bufferRowLength = 0;
      region.bufferImageHeight = 0;
      NEXT(vkCmdCopyBufferToImage)(cmd, from, to, layout, 1, &region);
   }
}

static VKAPI_ATTR void VKAPI_CALL
buffer_to_image_first_layer(VkCommandBuffer cmd, VkBuffer from, VkImage to, VkImageLayout layout, uint32_t count,
                            const VkBufferImageCopy *regions)
{
   for (uint32_t i = 0; i < count; i++) {
      VkBufferImageCopy region = regions[i];
      region.imageSubresource.baseArrayLayer = 0;
      region.imageSubresource.layerCount = 1;
      NEXT(vkCmdCopyBufferToImage)(cmd, from, to, layout, 1, &region);
   }
}

static VKAPI_ATTR void VKAPI_CALL
image_to_buffer_short(VkCommandBuffer cmd, VkImage from, VkImageLayout layout, VkBuffer to, uint32_t count,
                      const VkBufferImageCopy *regions)
{
   for (uint32_t i = 0; i < count; i++) {
      VkBufferImageCopy region = regions[i];
      if (region.imageExtent.height > 1)
         region.imageExtent.height -= 1;
      NEXT(vkCmdCopyImageToBuffer)(cmd, from, layout, to, 1, &region);
   }
}

static VKAPI_ATTR void VKAPI_CALL
image_to_buffer_dropped(VkCommandBuffer cmd, VkImage from, VkImageLayout layout, VkBuffer to, uint32_t count,
                        const VkBufferImageCopy *regions)
{
   (void)cmd, (void)from, (void)layout, (void)to, (void)count, (void)regions;
}

static VKAPI_ATTR void VKAPI_CALL
image_to_buffer_pitch_lost(VkCommandBuffer cmd, VkImage from, VkImageLayout layout, VkBuffer to, uint32_t count,
                           const VkBufferImageCopy *regions)
{
   for (uint32_t i = 0; i < count; i++) {
      VkBufferImageCopy region = regions[i];
      region.bufferRowLength = 0;
      region.bufferImageHeight = 0;
      NEXT(vkCmdCopyImageToBuffer)(cmd, from, layout, to, 1, &region);
   }
}

static VKAPI_ATTR void VKAPI_CALL
copy_image_flat(VkCommandBuffer cmd, VkImage from, VkImageLayout from_layout, VkImage to, VkImageLayout to_layout,
                uint32_t count, const VkImageCopy *regions)
{
   for (uint32_t i = 0; i < count; i++) {
      VkImageCopy region = regions[i];
      region.extent.depth = 1;
      NEXT(vkCmdCopyImage)(cmd, from, from_layout, to, to_layout, 1, &region);
   }
}

static VKAPI_ATTR void VKAPI_CALL
blit_shifted(VkCommandBuffer cmd, VkImage from, VkImageLayout from_layout, VkImage to, VkImageLayout to_layout,
             uint32_t count, const VkImageBlit *regions, VkFilter filter)
{
   for (uint32_t i = 0; i < count; i++) {
      VkImageBlit region = regions[i];
      /* One texel less of the source's width: every column moves a little. */
      if (region.srcOffsets[1].x > region.srcOffsets[0].x + 1)
         region.srcOffsets[1].x -= 1;
      else if (region.srcOffsets[0].x > region.srcOffsets[1].x + 1)
         region.srcOffsets[0].x -= 1;
      NEXT(vkCmdBlitImage)(cmd, from, from_layout, to, to_layout, 1, &region, filter);
   }
}

static VKAPI_ATTR void VKAPI_CALL
resolve_dropped(VkCommandBuffer cmd, VkImage from, VkImageLayout from_layout, VkImage to, VkImageLayout to_layout,
                uint32_t count, const VkImageResolve *regions)
{
   (void)cmd, (void)from, (void)from_layout, (void)to, (void)to_layout, (void)count, (void)regions;
}

static VKAPI_ATTR void VKAPI_CALL
clear_color_wrong_bit(VkCommandBuffer cmd, VkImage image, VkImageLayout layout, const VkClearColorValue *colour,
                      uint32_t count, const VkImageSubresourceRange *ranges)
{
   VkClearColorValue wrong = *colour;
   /* Half of it: further away than the rounding of any format, and another bit where the format is an integer's. */
   wrong.uint32[0] = colour->uint32[0] > 0xffffff ? colour->uint32[0] - 0x800000 : colour->uint32[0] ^ 1;
   NEXT(vkCmdClearColorImage)(cmd, image, layout, &wrong, count, ranges);
}

static VKAPI_ATTR void VKAPI_CALL
clear_depth_dropped(VkCommandBuffer cmd, VkImage image, VkImageLayout layout, const VkClearDepthStencilValue *value,
                    uint32_t count, const VkImageSubresourceRange *ranges)
{
   (void)cmd, (void)image, (void)layout, (void)value, (void)count, (void)ranges;
}

extern const struct fault transfer_faults[];
const struct fault transfer_faults[] = {
   { "fill-dropped", { HOOK(vkCmdFillBuffer, fill_dropped) } },
   { "fill-wrong-bit", { HOOK(vkCmdFillBuffer, fill_wrong_bit) } },
   { "fill-shifted", { HOOK(vkCmdFillBuffer, fill_shifted) } },
   { "update-dropped", { HOOK(vkCmdUpdateBuffer, update_dropped) } },
   { "copy-buffer-short", { HOOK(vkCmdCopyBuffer, copy_buffer_short) } },
   { "copy-buffer-dropped", { HOOK(vkCmdCopyBuffer, copy_buffer_dropped) } },
   { "buffer-to-image-short", { HOOK(vkCmdCopyBufferToImage, buffer_to_image_short) } },
   { "buffer-to-image-pitch-lost", { HOOK(vkCmdCopyBufferToImage, buffer_to_image_pitch_lost) } },
   { "buffer-to-image-first-layer", { HOOK(vkCmdCopyBufferToImage, buffer_to_image_first_layer) } },
   { "image-to-buffer-short", { HOOK(vkCmdCopyImageToBuffer, image_to_buffer_short) } },
   { "image-to-buffer-dropped", { HOOK(vkCmdCopyImageToBuffer, image_to_buffer_dropped) } },
   { "blit-shifted", { HOOK(vkCmdBlitImage, blit_shifted) } },
   { "resolve-dropped", { HOOK(vkCmdResolveImage, resolve_dropped) } },
   { "clear-color-wrong", { HOOK(vkCmdClearColorImage, clear_color_wrong_bit) } },
   { "clear-depth-dropped", { HOOK(vkCmdClearDepthStencilImage, clear_depth_dropped) } },
   { "image-to-buffer-pitch-lost", { HOOK(vkCmdCopyImageToBuffer, image_to_buffer_pitch_lost) } },
   { "copy-image-flat", { HOOK(vkCmdCopyImage, copy_image_flat) } },
   { 0 },
};
