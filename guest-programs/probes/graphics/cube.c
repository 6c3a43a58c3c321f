/*
 * vkcube's scene at one frame, offscreen: a textured cube that turns a few degrees a frame, with a depth buffer.
 * Nothing here calls libm, whose last bit differs between C libraries, so the vertices are the same everywhere.
 * The faces that look away are drawn last and without culling: only the depth test keeps them hidden.
 */
#include <stdio.h>

#include "commands.h"
#include "cube_frag.h"
#include "cube_scene.h"
#include "cube_vert.h"
#include "output_file.h"
#include "render.h"
#include "texture.h"

#define SIZE 512u
#define FRAME 12u
#define TEXTURE 256u
/* Rounding of texel times tint to eight bits, and of the sampler. */
#define TOLERANCE 2

static const struct rgba background = {18, 22, 38, 255};

static struct image
create_texture(const struct device *device)
{
   static struct rgba texels[TEXTURE * TEXTURE];
   for (uint32_t y = 0; y < TEXTURE; y++) {
      for (uint32_t x = 0; x < TEXTURE; x++)
         texels[y * TEXTURE + x] = cube_texel(x, y, TEXTURE);
   }
   struct image texture = create_image(device, TEXTURE, TEXTURE, VK_FORMAT_R8G8B8A8_UNORM,
                                       VK_IMAGE_USAGE_SAMPLED_BIT | VK_IMAGE_USAGE_TRANSFER_DST_BIT,
                                       VK_IMAGE_ASPECT_COLOR_BIT);
   upload_image(device, &texture, texels);
   return texture;
}

static void
draw_faces(VkCommandBuffer commands, VkPipelineLayout layout, const struct cube_scene *scene, bool visible)
{
   for (uint32_t face = 0; face < CUBE_FACES; face++) {
      if (scene->faces[face].visible != visible)
         continue;
      vkCmdPushConstants(commands, layout, VK_SHADER_STAGE_VERTEX_BIT, 0, sizeof(scene->faces[face].push),
                         &scene->faces[face].push);
      vkCmdDraw(commands, 6, 1, face * 6, 0);
   }
}

static void
check_picture(const void *pixels, const struct cube_scene *scene)
{
   check_pixel("top left corner", pixels, SIZE, 0, 0, background, 0);
   check_pixel("bottom right corner", pixels, SIZE, SIZE - 1, SIZE - 1, background, 0);
   const struct rgba centre = cube_texel(TEXTURE / 2, TEXTURE / 2, TEXTURE);
   for (uint32_t i = 0; i < CUBE_FACES; i++) {
      const struct cube_face *face = &scene->faces[i];
      if (!face->visible)
         continue;
      const float *tint = face->push.tint;
      const struct rgba expected = {
         (uint8_t)((float)centre.r * tint[0] + 0.5f),
         (uint8_t)((float)centre.g * tint[1] + 0.5f),
         (uint8_t)((float)centre.b * tint[2] + 0.5f),
         255,
      };
      char name[32];
      snprintf(name, sizeof(name), "centre of face %u", i);
      check_pixel(name, pixels, SIZE, (uint32_t)(face->centre[0] * SIZE), (uint32_t)(face->centre[1] * SIZE), expected,
                  TOLERANCE);
   }
}

static void
run(void)
{
   const struct cube_scene scene = cube_scene_at(FRAME);
   struct device device = open_device();
   struct render_target target = create_render_target(&device, SIZE, SIZE, true);
   struct image texture = create_texture(&device);
   VkSampler sampler = create_sampler(&device, VK_FILTER_LINEAR, VK_SAMPLER_ADDRESS_MODE_CLAMP_TO_EDGE,
                                      VK_SAMPLER_ADDRESS_MODE_CLAMP_TO_EDGE);
   struct binding binding =
      create_binding(&device, VK_DESCRIPTOR_TYPE_COMBINED_IMAGE_SAMPLER, VK_SHADER_STAGE_FRAGMENT_BIT);
   bind_texture(&device, binding.set, &texture, sampler);
   struct pipeline pipeline = create_graphics_pipeline(&device, &target, SHADER(cube_vert), SHADER(cube_frag),
                                                       binding.layout, sizeof(scene.faces[0].push));

   VkCommandBuffer commands = begin_commands(&device);
   begin_render(commands, &target, background);
   vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_GRAPHICS, pipeline.handle);
   vkCmdBindDescriptorSets(commands, VK_PIPELINE_BIND_POINT_GRAPHICS, pipeline.layout, 0, 1, &binding.set, 0, NULL);
   draw_faces(commands, pipeline.layout, &scene, true);
   draw_faces(commands, pipeline.layout, &scene, false);
   end_render(commands, &target);
   run_commands(&device, commands);

   emit_rgba8("cube.rgba", target.picture.map, SIZE, SIZE);
   check_picture(target.picture.map, &scene);

   destroy_pipeline(&device, &pipeline);
   destroy_binding(&device, &binding);
   vkDestroySampler(device.handle, sampler, NULL);
   destroy_image(&device, &texture);
   destroy_render_target(&device, &target);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "graphics/cube",
   .title = "A textured, turning cube with depth, at one frame",
   .run = run,
};
