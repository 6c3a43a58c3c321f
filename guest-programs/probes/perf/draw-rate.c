/* How many small draws a second are recorded, submitted and done. */
#include "render.h"
#include "stopwatch.h"
#include "triangle_frag.h"
#include "triangle_vert.h"

#define SIZE 32u
#define DRAWS 300u
#define SAMPLES 10u

static void
run(void)
{
   struct device device = open_device();
   struct render_target target = create_render_target(&device, SIZE, SIZE, false);
   struct pipeline pipeline = create_graphics_pipeline(&device, &target, SHADER(triangle_vert),
                                                       SHADER(triangle_frag), VK_NULL_HANDLE, 0);
   VkFence fence = create_fence(&device);

   double rates[SAMPLES];
   for (uint32_t i = 0; i < SAMPLES; i++) {
      const double start = seconds_now();
      VkCommandBuffer commands = begin_repeatable(&device);
      begin_render(commands, &target, (struct rgba){0, 0, 0, 255});
      for (uint32_t draw = 0; draw < DRAWS; draw++) {
         vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_GRAPHICS, pipeline.handle);
         vkCmdDraw(commands, 3, 1, 0, 0);
      }
      end_render(commands, &target);
      end_repeatable(commands);
      time_submission(&device, commands, fence);
      rates[i] = DRAWS / (seconds_now() - start);
      vkFreeCommandBuffers(device.handle, device.pool, 1, &commands);
   }
   report_metric("draws", "1/s", rates, SAMPLES);

   const struct rgba corner = pixel_at(target.picture.map, SIZE, 0, 0);
   const struct rgba centre = pixel_at(target.picture.map, SIZE, SIZE / 2, SIZE / 2);
   check("the corner is clear", !corner.r && !corner.g && !corner.b, "it is drawn");
   check("the centre is drawn", centre.r && centre.g && centre.b, "it lacks a colour: rgb(%d, %d, %d)", centre.r,
         centre.g, centre.b);

   vkDestroyFence(device.handle, fence, NULL);
   destroy_pipeline(&device, &pipeline);
   destroy_render_target(&device, &target);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "perf/draw-rate",
   .title = "Small draws a second, from recording to the end",
   .run = run,
};
