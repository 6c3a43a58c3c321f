/*
 * Tiles on a grid in one draw: the corners come once a vertex, place and colour once an instance, and blue is the
 * instance's index, which starts at the draw's first instance.
 */
#include "commands.h"
#include "draw.h"
#include "instances_vert.h"
#include "rects.h"

#include "flat_frag.h"

#define SIZE 128u
#define TILE 8u
#define ACROSS (SIZE / TILE)
/* Every second place of the grid. */
#define TILES (ACROSS * ACROSS / 2)
#define FIRST 5u

struct instance {
   float place[2];
   struct rgba colour;
};

static const struct rgba background = {200, 200, 200, 255};

/* Odd rows start one place further right. */
static struct rect
tile_at(uint32_t instance)
{
   const uint32_t row = instance / (ACROSS / 2), column = instance % (ACROSS / 2) * 2 + row % 2;
   return (struct rect){
      .x = (float)(column * TILE),
      .y = (float)(row * TILE),
      .width = TILE,
      .height = TILE,
      .colour = {(uint8_t)hashed_word(instance, 1), (uint8_t)hashed_word(instance, 2), 0, 255},
   };
}

static struct pipeline
create_instance_pipeline(const struct device *device, const struct render_target *target)
{
   const VkVertexInputBindingDescription bindings[] = {
      {0, 2 * sizeof(float), VK_VERTEX_INPUT_RATE_VERTEX},
      {1, sizeof(struct instance), VK_VERTEX_INPUT_RATE_INSTANCE},
   };
   const VkVertexInputAttributeDescription attributes[] = {
      {0, 0, VK_FORMAT_R32G32_SFLOAT, 0},
      {1, 1, VK_FORMAT_R32G32_SFLOAT, offsetof(struct instance, place)},
      {2, 1, VK_FORMAT_R8G8B8A8_UNORM, offsetof(struct instance, colour)},
   };
   const VkPipelineVertexInputStateCreateInfo vertices = {
      .sType = VK_STRUCTURE_TYPE_PIPELINE_VERTEX_INPUT_STATE_CREATE_INFO,
      .vertexBindingDescriptionCount = 2,
      .pVertexBindingDescriptions = bindings,
      .vertexAttributeDescriptionCount = 3,
      .pVertexAttributeDescriptions = attributes,
   };
   return create_draw_pipeline(device, &(struct draw_options){
                                          .vertex = SHADER(instances_vert),
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
   struct buffer corners = create_host_buffer(&device, 6 * 2 * sizeof(float), VK_BUFFER_USAGE_VERTEX_BUFFER_BIT);
   struct buffer instances =
      create_host_buffer(&device, TILES * sizeof(struct instance), VK_BUFFER_USAGE_VERTEX_BUFFER_BIT);
   static const float unit[6][2] = {{0, 0}, {1, 0}, {1, 1}, {0, 0}, {1, 1}, {0, 1}};
   for (uint32_t i = 0; i < 12; i++)
      ((float *)corners.map)[i] = unit[i / 2][i % 2] * 2 * TILE / SIZE;

   static struct rgba expected[SIZE * SIZE];
   paint_all(expected, SIZE, SIZE, background);
   for (uint32_t i = 0; i < TILES; i++) {
      struct rect tile = tile_at(i);
      const struct rect_push push = rect_push(&tile, SIZE, SIZE);
      ((struct instance *)instances.map)[i] = (struct instance){{push.edges[0], push.edges[1]}, tile.colour};
      tile.colour.b = (uint8_t)i;
      if (i >= FIRST)
         paint_rect(expected, SIZE, SIZE, &tile);
   }

   struct pipeline pipeline = create_instance_pipeline(&device, &target);
   const VkBuffer buffers[] = {corners.handle, instances.handle};
   const VkDeviceSize offsets[] = {0, 0};
   VkCommandBuffer commands = begin_commands(&device);
   begin_render(commands, &target, background);
   vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_GRAPHICS, pipeline.handle);
   vkCmdBindVertexBuffers(commands, 0, 2, buffers, offsets);
   vkCmdDraw(commands, 6, TILES - FIRST, 0, FIRST);
   end_render(commands, &target);
   run_commands(&device, commands);
   check_picture("every tile", target.picture.map, expected, SIZE, SIZE, 0);

   destroy_pipeline(&device, &pipeline);
   destroy_buffer(&device, &corners);
   destroy_buffer(&device, &instances);
   destroy_render_target(&device, &target);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "graphics/instanced",
   .title = "An instanced draw puts each tile in its place, with its colour and index",
   .run = run,
};
