/*
 * An occlusion query counts the samples that pass: as many as the picture has drawn pixels where the device is precise,
 * and none where nothing is drawn. Venus reads the count from memory that a copy on the host writes.
 */
#include "commands.h"
#include "device_options.h"
#include "query.h"
#include "render.h"
#include "triangle_frag.h"
#include "triangle_vert.h"

#define SIZE 64u
/* One query draws the triangle, the other nothing. */
enum { DRAWN, EMPTY, QUERIES };

static struct device
open_precise_device(bool *precise)
{
   VkInstance instance = create_instance(NULL, 0);
   VkPhysicalDeviceFeatures offered;
   vkGetPhysicalDeviceFeatures(pick_physical_device(instance), &offered);
   *precise = offered.occlusionQueryPrecise;
   const VkPhysicalDeviceFeatures2 features = {
      .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_FEATURES_2,
      .features.occlusionQueryPrecise = offered.occlusionQueryPrecise,
   };
   return open_device_with(instance, &(struct device_options){.features = &features});
}

static uint64_t
count_drawn(const void *picture)
{
   uint64_t drawn = 0;
   for (uint32_t at = 0; at < SIZE * SIZE; at++) {
      const struct rgba pixel = pixel_at(picture, SIZE, at % SIZE, at / SIZE);
      drawn += pixel.r || pixel.g || pixel.b;
   }
   return drawn;
}

static void
run(void)
{
   bool precise;
   struct device device = open_precise_device(&precise);
   struct render_target target = create_render_target(&device, SIZE, SIZE, false);
   struct pipeline pipeline = create_graphics_pipeline(&device, &target, SHADER(triangle_vert),
                                                       SHADER(triangle_frag), VK_NULL_HANDLE, 0);
   VkQueryPool pool = create_query_pool(&device, VK_QUERY_TYPE_OCCLUSION, QUERIES, 0);

   VkCommandBuffer commands = begin_commands(&device);
   vkCmdResetQueryPool(commands, pool, 0, QUERIES);
   begin_render(commands, &target, (struct rgba){0, 0, 0, 255});
   vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_GRAPHICS, pipeline.handle);
   vkCmdBeginQuery(commands, pool, EMPTY, 0);
   vkCmdEndQuery(commands, pool, EMPTY);
   vkCmdBeginQuery(commands, pool, DRAWN, precise ? VK_QUERY_CONTROL_PRECISE_BIT : 0);
   vkCmdDraw(commands, 3, 1, 0, 0);
   vkCmdEndQuery(commands, pool, DRAWN);
   end_render(commands, &target);
   run_commands(&device, commands);

   uint64_t samples[QUERIES];
   must_read_queries(&device, pool, 0, QUERIES, 1, samples);
   const uint64_t drawn = count_drawn(target.picture.map);
   check("the picture shows the triangle", drawn > SIZE, "only %u pixels are drawn", (unsigned)drawn);
   check_number("samples of the query without a draw", 0, samples[EMPTY]);
   if (precise)
      check_number("samples of the precise query", drawn, samples[DRAWN]);
   else
      check("samples of the query", samples[DRAWN] > 0, "none passed, though %u pixels are drawn", (unsigned)drawn);

   vkDestroyQueryPool(device.handle, pool, NULL);
   destroy_pipeline(&device, &pipeline);
   destroy_render_target(&device, &target);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "sync/query-occlusion",
   .title = "An occlusion query counts the pixels that are drawn",
   .run = run,
};
