/*
 * A texture four times on the target, repeated across and mirrored down. The filter takes the nearest texel, and pixels
 * meet texels at their centres, so every pixel is some texel exactly.
 */
#include "commands.h"
#include "rects.h"
#include "texture.h"
#include "texture_frag.h"
#include "texture_rect_vert.h"

#define SIZE 128u
#define TEXTURE 64u

static const struct rgba background = {255, 0, 255, 255};

static struct rgba
texel(uint32_t x, uint32_t y)
{
   const uint32_t word = hashed_word(y * TEXTURE + x, 77);
   return (struct rgba){(uint8_t)word, (uint8_t)(word >> 8), (uint8_t)(word >> 16), (uint8_t)(word >> 24)};
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
   struct image texture = create_image(&device, TEXTURE, TEXTURE, VK_FORMAT_R8G8B8A8_UNORM,
                                       VK_IMAGE_USAGE_SAMPLED_BIT | VK_IMAGE_USAGE_TRANSFER_DST_BIT,
                                       VK_IMAGE_ASPECT_COLOR_BIT);
   upload_image(&device, &texture, texels);
   VkSampler sampler = create_sampler(&device, VK_FILTER_NEAREST, VK_SAMPLER_ADDRESS_MODE_REPEAT,
                                      VK_SAMPLER_ADDRESS_MODE_MIRRORED_REPEAT);
   struct binding binding =
      create_binding(&device, VK_DESCRIPTOR_TYPE_COMBINED_IMAGE_SAMPLER, VK_SHADER_STAGE_FRAGMENT_BIT);
   bind_texture(&device, binding.set, &texture, sampler);
   const float corners[] = {0, 0, SIZE / TEXTURE, SIZE / TEXTURE};
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
   destroy_image(&device, &texture);
   destroy_render_target(&device, &target);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "graphics/quad-textured",
   .title = "A textured quad shows each texel where it belongs, repeated and mirrored",
   .run = run,
};
