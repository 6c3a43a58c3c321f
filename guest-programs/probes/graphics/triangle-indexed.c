/*
 * Rectangles of two triangles each, from vertex and index buffers: 16 and 32 bit indices, a first index and a vertex
 * offset, on buffers bound at an offset. The edges lie on pixel boundaries, so every pixel is decided.
 */
#include <string.h>

#include "commands.h"
#include "draw.h"
#include "rects.h"
#include "vertices_vert.h"

#include "flat_frag.h"

#define SIZE 64u
#define BIND_OFFSET 256u
#define CORNERS 4u
#define INDICES 6u

struct vertex {
   float position[2];
   struct rgba colour;
};

static const struct rgba background = {10, 20, 30, 255};
static const struct rect rects[] = {
   {.x = 3, .y = 5, .width = 20, .height = 9, .colour = {250, 0, 1, 255}},
   {.x = 30, .y = 2, .width = 31, .height = 40, .colour = {2, 251, 3, 254}},
   {.x = 11, .y = 37, .width = 30, .height = 26, .colour = {4, 5, 252, 253}},
};
#define RECTS (sizeof(rects) / sizeof(rects[0]))

static void
write_vertices(char *map)
{
   struct vertex *vertices = (struct vertex *)(void *)(map + BIND_OFFSET);
   for (uint32_t i = 0; i < RECTS; i++) {
      const struct rect_push push = rect_push(&rects[i], SIZE, SIZE);
      for (uint32_t corner = 0; corner < CORNERS; corner++)
         vertices[i * CORNERS + corner] = (struct vertex){
            {push.edges[corner % 2 ? 2 : 0], push.edges[corner / 2 ? 3 : 1]},
            rects[i].colour,
         };
   }
}

/*
 * The first six indices are no part of any rectangle. The order of the others is such that none of their neighbours makes
 * the same triangles: indices that are read one too late show.
 */
static void
write_indices(char *short_map, char *long_map)
{
   static const uint32_t order[INDICES] = {0, 1, 3, 2, 0, 3};
   for (uint32_t i = 0; i < 2 * INDICES; i++) {
      const uint32_t index = i < INDICES ? 0 : order[i - INDICES];
      const uint16_t short_index = (uint16_t)index;
      memcpy(short_map + BIND_OFFSET + i * sizeof(short_index), &short_index, sizeof(short_index));
      memcpy(long_map + BIND_OFFSET + i * sizeof(index), &index, sizeof(index));
   }
}

static struct pipeline
create_vertex_pipeline(const struct device *device, const struct render_target *target)
{
   const VkVertexInputBindingDescription binding = {0, sizeof(struct vertex), VK_VERTEX_INPUT_RATE_VERTEX};
   const VkVertexInputAttributeDescription attributes[] = {
      {0, 0, VK_FORMAT_R32G32_SFLOAT, offsetof(struct vertex, position)},
      {1, 0, VK_FORMAT_R8G8B8A8_UNORM, offsetof(struct vertex, colour)},
   };
   const VkPipelineVertexInputStateCreateInfo vertices = {
      .sType = VK_STRUCTURE_TYPE_PIPELINE_VERTEX_INPUT_STATE_CREATE_INFO,
      .vertexBindingDescriptionCount = 1,
      .pVertexBindingDescriptions = &binding,
      .vertexAttributeDescriptionCount = 2,
      .pVertexAttributeDescriptions = attributes,
   };
   return create_draw_pipeline(device, &(struct draw_options){
                                          .vertex = SHADER(vertices_vert),
                                          .fragment = SHADER(flat_frag),
                                          .pass = target->pass,
                                          .width = SIZE,
                                          .height = SIZE,
                                          .vertices = &vertices,
                                       });
}

static void
run(void)
{
   struct device device = open_device();
   struct render_target target = create_render_target(&device, SIZE, SIZE, false);
   struct buffer vertices = create_host_buffer(&device, BIND_OFFSET + RECTS * CORNERS * sizeof(struct vertex),
                                               VK_BUFFER_USAGE_VERTEX_BUFFER_BIT);
   struct buffer short_indices = create_host_buffer(&device, BIND_OFFSET + 64, VK_BUFFER_USAGE_INDEX_BUFFER_BIT);
   struct buffer long_indices = create_host_buffer(&device, BIND_OFFSET + 64, VK_BUFFER_USAGE_INDEX_BUFFER_BIT);
   write_vertices(vertices.map);
   write_indices(short_indices.map, long_indices.map);
   struct pipeline pipeline = create_vertex_pipeline(&device, &target);

   const VkDeviceSize offset = BIND_OFFSET;
   static struct rgba expected[SIZE * SIZE];
   paint_all(expected, SIZE, SIZE, background);
   VkCommandBuffer commands = begin_commands(&device);
   begin_render(commands, &target, background);
   vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_GRAPHICS, pipeline.handle);
   vkCmdBindVertexBuffers(commands, 0, 1, &vertices.handle, &offset);
   for (uint32_t i = 0; i < RECTS; i++) {
      const bool is_short = i % 2 == 0;
      vkCmdBindIndexBuffer(commands, is_short ? short_indices.handle : long_indices.handle, offset,
                           is_short ? VK_INDEX_TYPE_UINT16 : VK_INDEX_TYPE_UINT32);
      vkCmdDrawIndexed(commands, INDICES, 1, INDICES, (int32_t)(i * CORNERS), 0);
      paint_rect(expected, SIZE, SIZE, &rects[i]);
   }
   end_render(commands, &target);
   run_commands(&device, commands);
   check_picture("every pixel", target.picture.map, expected, SIZE, SIZE, 0);

   destroy_pipeline(&device, &pipeline);
   destroy_buffer(&device, &vertices);
   destroy_buffer(&device, &short_indices);
   destroy_buffer(&device, &long_indices);
   destroy_render_target(&device, &target);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "graphics/triangle-indexed",
   .title = "Indexed triangles take the vertices that indices, offsets and first index name",
   .run = run,
};
