/*
 * Pipeline statistics count exactly what was drawn where the specification leaves no choice (vertices and primitives
 * that go in), and at least what the picture shows elsewhere.
 */
#include <inttypes.h>

#include "commands.h"
#include "device_options.h"
#include "query.h"
#include "render.h"
#include "triangle_frag.h"
#include "triangle_vert.h"

#define SIZE 64u
#define INSTANCES 5u
#define DRAWS 3u

/* In the order of their bits, which is the order of the results. */
enum { VERTICES, PRIMITIVES, VERTEX_RUNS, FRAGMENT_RUNS, VALUES };
#define STATISTICS                                                                                                     \
   (VK_QUERY_PIPELINE_STATISTIC_INPUT_ASSEMBLY_VERTICES_BIT |                                                          \
    VK_QUERY_PIPELINE_STATISTIC_INPUT_ASSEMBLY_PRIMITIVES_BIT |                                                        \
    VK_QUERY_PIPELINE_STATISTIC_VERTEX_SHADER_INVOCATIONS_BIT |                                                        \
    VK_QUERY_PIPELINE_STATISTIC_FRAGMENT_SHADER_INVOCATIONS_BIT)

static struct device
open_statistics_device(void)
{
   VkInstance instance = create_instance(NULL, 0);
   VkPhysicalDeviceFeatures offered;
   vkGetPhysicalDeviceFeatures(pick_physical_device(instance), &offered);
   if (!offered.pipelineStatisticsQuery)
      skip_probe("The device has no pipeline statistics (pipelineStatisticsQuery).");
   const VkPhysicalDeviceFeatures2 features = {
      .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_FEATURES_2,
      .features.pipelineStatisticsQuery = VK_TRUE,
   };
   return open_device_with(instance, &(struct device_options){.features = &features});
}

static void
run(void)
{
   struct device device = open_statistics_device();
   struct render_target target = create_render_target(&device, SIZE, SIZE, false);
   struct pipeline pipeline = create_graphics_pipeline(&device, &target, SHADER(triangle_vert),
                                                       SHADER(triangle_frag), VK_NULL_HANDLE, 0);
   VkQueryPool pool = create_query_pool(&device, VK_QUERY_TYPE_PIPELINE_STATISTICS, 1, STATISTICS);

   VkCommandBuffer commands = begin_commands(&device);
   vkCmdResetQueryPool(commands, pool, 0, 1);
   begin_render(commands, &target, (struct rgba){0, 0, 0, 255});
   vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_GRAPHICS, pipeline.handle);
   vkCmdBeginQuery(commands, pool, 0, 0);
   for (uint32_t i = 0; i < DRAWS; i++)
      vkCmdDraw(commands, 3, INSTANCES, 0, 0);
   vkCmdEndQuery(commands, pool, 0);
   end_render(commands, &target);
   run_commands(&device, commands);

   uint64_t drawn = 0;
   for (uint32_t at = 0; at < SIZE * SIZE; at++) {
      const struct rgba pixel = pixel_at(target.picture.map, SIZE, at % SIZE, at / SIZE);
      drawn += pixel.r || pixel.g || pixel.b;
   }
   uint64_t seen[VALUES];
   must_read_queries(&device, pool, 0, 1, VALUES, seen);
   check_number("input assembly vertices", DRAWS * INSTANCES * 3, seen[VERTICES]);
   check_number("input assembly primitives", DRAWS * INSTANCES, seen[PRIMITIVES]);
   check("vertex shader invocations", seen[VERTEX_RUNS] >= 3 && seen[VERTEX_RUNS] <= 16 * seen[VERTICES],
         "%" PRIu64 " for %" PRIu64 " vertices", seen[VERTEX_RUNS], seen[VERTICES]);
   check("fragment shader invocations", drawn > SIZE && seen[FRAGMENT_RUNS] >= drawn,
         "%" PRIu64 ", and the picture shows %" PRIu64 " drawn pixels", seen[FRAGMENT_RUNS], drawn);

   vkDestroyQueryPool(device.handle, pool, NULL);
   destroy_pipeline(&device, &pipeline);
   destroy_render_target(&device, &target);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "sync/query-statistics",
   .title = "Pipeline statistics count the vertices and primitives that were drawn",
   .run = run,
};
