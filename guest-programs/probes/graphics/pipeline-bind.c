/* A graphics pipeline is made and bound in a render pass that draws nothing; the pass finishes with its clear colour. */
#include "commands.h"
#include "render.h"
#include "triangle_frag.h"
#include "triangle_vert.h"

#define SIZE 64u

static void
run(void)
{
   struct device device = open_device();
   struct render_target target = create_render_target(&device, SIZE, SIZE, false);
   struct pipeline pipeline = create_graphics_pipeline(&device, &target, SHADER(triangle_vert), SHADER(triangle_frag),
                                                       VK_NULL_HANDLE, 0);
   VkCommandBuffer commands = begin_commands(&device);
   begin_render(commands, &target, (struct rgba){0, 255, 0, 255});
   vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_GRAPHICS, pipeline.handle);
   end_render(commands, &target);
   run_commands(&device, commands);
   check_words("every pixel is the clear colour", target.picture.map, SIZE * SIZE, constant_word, 0xff00ff00u);

   destroy_pipeline(&device, &pipeline);
   destroy_render_target(&device, &target);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "graphics/pipeline-bind",
   .title = "A render pass that binds a graphics pipeline and draws nothing finishes",
   .run = run,
};
