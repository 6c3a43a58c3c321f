/*
 * A texture four times on the target, repeated across and mirrored down. The filter takes the nearest texel, and pixels
 * meet texels a quarter off their centres, so every pixel is some texel exactly, and none with another filter. The
 * texture is one level of one layer of a larger image, whose other texels are none of it.
 */
#include <string.h>

#include "commands.h"
#include "plain_image.h"
#include "rects.h"
#include "texture.h"
#include "texture_frag.h"
#include "texture_rect_vert.h"

#define SIZE 128u
#define TEXTURE 64u
#define LEVEL 1u
#define LAYER 1u

static const struct rgba background = {255, 0, 255, 255};

static struct rgba
texel(uint32_t x, uint32_t y)
{
   const uint32_t word = hashed_word(y * TEXTURE + x, 77);
   return (struct rgba){(uint8_t)word, (uint8_t)(word >> 8), (uint8_t)(word >> 16), (uint8_t)(word >> 24)};
}

static struct plain_image
create_larger_image(const struct device *device)
{
   return create_plain_image(device, &(struct image_shape){
                                        .type = VK_IMAGE_TYPE_2D,
                                        .format = VK_FORMAT_R8G8B8A8_UNORM,
                                        .extent = {TEXTURE << LEVEL, TEXTURE << LEVEL, 1},
                                        .levels = LEVEL + 2,
                                        .layers = LAYER + 2,
                                        .usage = VK_IMAGE_USAGE_SAMPLED_BIT | VK_IMAGE_USAGE_TRANSFER_DST_BIT,
                                     });
}

/* The texels go to the one level of the one layer; what lies around them is cleared. */
static void
upload(const struct device *device, const struct plain_image *image, const struct rgba *texels)
{
   const size_t bytes = TEXTURE * TEXTURE * sizeof(*texels);
   struct buffer staging = create_host_buffer(device, bytes, VK_BUFFER_USAGE_TRANSFER_SRC_BIT);
   memcpy(staging.map, texels, bytes);
   const VkImageSubresourceRange all = {
      .aspectMask = VK_IMAGE_ASPECT_COLOR_BIT,
      .levelCount = VK_REMAINING_MIP_LEVELS,
      .layerCount = VK_REMAINING_ARRAY_LAYERS,
   };
   const VkBufferImageCopy region = {
      .imageSubresource =
         {.aspectMask = VK_IMAGE_ASPECT_COLOR_BIT, .mipLevel = LEVEL, .baseArrayLayer = LAYER, .layerCount = 1},
      .imageExtent = {TEXTURE, TEXTURE, 1},
   };
   VkCommandBuffer commands = begin_commands(device);
   move_to_layout(commands, image, VK_IMAGE_LAYOUT_UNDEFINED, VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL);
   vkCmdClearColorImage(commands, image->handle, VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL,
                        &(VkClearColorValue){.float32 = {0.5f, 0.5f, 0.5f, 0.5f}}, 1, &all);
   full_barrier(commands);
   vkCmdCopyBufferToImage(commands, staging.handle, image->handle, VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL, 1, &region);
   move_to_layout(commands, image, VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL, VK_IMAGE_LAYOUT_SHADER_READ_ONLY_OPTIMAL);
   run_commands(device, commands);
   destroy_buffer(device, &staging);
}

static VkImageView
create_view(const struct device *device, const struct plain_image *image)
{
   const VkImageViewCreateInfo info = {
      .sType = VK_STRUCTURE_TYPE_IMAGE_VIEW_CREATE_INFO,
      .image = image->handle,
      .viewType = VK_IMAGE_VIEW_TYPE_2D,
      .format = VK_FORMAT_R8G8B8A8_UNORM,
      .subresourceRange =
         {
            .aspectMask = VK_IMAGE_ASPECT_COLOR_BIT,
            .baseMipLevel = LEVEL,
            .levelCount = 1,
            .baseArrayLayer = LAYER,
            .layerCount = 1,
         },
   };
   VkImageView view;
   SETUP(vkCreateImageView(device->handle, &info, NULL, &view));
   return view;
}

static void
run(void)
{
   static struct rgba texels[TEXTURE * TEXTURE], expected[SIZE * SIZE];
   for (uint32_t i = 0; i < TEXTURE * TEXTURE; i++)
      texels[i] = texel(i % TEXTURE, i / TEXTURE);
   for (uint32_t i = 0; i < SIZE * SIZE; i++) {
      const uint32_t x = i % SIZE, y = i / SIZE;
      expected[i] = texel(x % TEXTURE, y < TEXTURE ? y : SIZE - 1 - y);
   }

   struct device device = open_device();
   struct render_target target = create_render_target(&device, SIZE, SIZE, false);
   struct plain_image image = create_larger_image(&device);
   upload(&device, &image, texels);
   const struct image texture = {.view = create_view(&device, &image)};
   VkSampler sampler = create_sampler(&device, VK_FILTER_NEAREST, VK_SAMPLER_ADDRESS_MODE_REPEAT,
                                      VK_SAMPLER_ADDRESS_MODE_MIRRORED_REPEAT);
   struct binding binding =
      create_binding(&device, VK_DESCRIPTOR_TYPE_COMBINED_IMAGE_SAMPLER, VK_SHADER_STAGE_FRAGMENT_BIT);
   bind_texture(&device, binding.set, &texture, sampler);
   const float quarter = 0.25f / TEXTURE, end = (float)SIZE / TEXTURE + quarter;
   const float corners[] = {quarter, quarter, end, end};
   struct pipeline pipeline = create_graphics_pipeline(&device, &target, SHADER(texture_rect_vert),
                                                       SHADER(texture_frag), binding.layout, sizeof(corners));

   VkCommandBuffer commands = begin_commands(&device);
   begin_render(commands, &target, background);
   vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_GRAPHICS, pipeline.handle);
   vkCmdBindDescriptorSets(commands, VK_PIPELINE_BIND_POINT_GRAPHICS, pipeline.layout, 0, 1, &binding.set, 0, NULL);
   vkCmdPushConstants(commands, pipeline.layout, VK_SHADER_STAGE_VERTEX_BIT, 0, sizeof(corners), corners);
   vkCmdDraw(commands, 6, 1, 0, 0);
   end_render(commands, &target);
   run_commands(&device, commands);
   check_picture("every texel", target.picture.map, expected, SIZE, SIZE, 0);

   destroy_pipeline(&device, &pipeline);
   destroy_binding(&device, &binding);
   vkDestroySampler(device.handle, sampler, NULL);
   vkDestroyImageView(device.handle, texture.view, NULL);
   destroy_plain_image(&device, &image);
   destroy_render_target(&device, &target);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "graphics/quad-textured",
   .title = "A textured quad shows each texel where it belongs, repeated and mirrored",
   .run = run,
};
