/*
 * A render pass whose draws all come from secondary command buffers, executed in another order than they were recorded
 * in, and some of them in one call. Each lies over the one before, so that the order shows.
 */
#include "commands.h"
#include "rects.h"
#include "rect_vert.h"

#include "flat_frag.h"

#define SIZE 128u
#define SECONDARIES 24u
#define RECTS_EACH 3u
/* How many are executed in one call. */
#define TOGETHER 8u

static const struct rgba background = {33, 44, 55, 255};

static struct rect
rect_of(uint32_t secondary, uint32_t number)
{
   const uint32_t word = hashed_word(secondary, number);
   return (struct rect){
      .x = (float)(secondary * 4),
      .y = (float)(number * 40 + secondary % 5),
      .width = 24,
      .height = 30,
      .colour = {(uint8_t)word, (uint8_t)(word >> 8), (uint8_t)(word >> 16), 255},
   };
}

static void
record_secondary(VkCommandBuffer commands, const struct render_target *target, const struct pipeline *pipeline,
                 uint32_t secondary)
{
   const VkCommandBufferInheritanceInfo inheritance = {
      .sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_INHERITANCE_INFO,
      .renderPass = target->pass,
      .framebuffer = target->framebuffer,
   };
   const VkCommandBufferBeginInfo begin = {
      .sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO,
      .flags = VK_COMMAND_BUFFER_USAGE_ONE_TIME_SUBMIT_BIT | VK_COMMAND_BUFFER_USAGE_RENDER_PASS_CONTINUE_BIT,
      .pInheritanceInfo = &inheritance,
   };
   SETUP(vkBeginCommandBuffer(commands, &begin));
   vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_GRAPHICS, pipeline->handle);
   for (uint32_t number = 0; number < RECTS_EACH; number++) {
      const struct rect rect = rect_of(secondary, number);
      draw_rect(commands, pipeline, SIZE, SIZE, &rect);
   }
   must(check_result("vkEndCommandBuffer", VK_SUCCESS, vkEndCommandBuffer(commands)));
}

static void
run(void)
{
   struct device device = open_device();
   struct render_target target = create_render_target(&device, SIZE, SIZE, false);
   struct pipeline pipeline = create_graphics_pipeline(&device, &target, SHADER(rect_vert), SHADER(flat_frag),
                                                       VK_NULL_HANDLE, sizeof(struct rect_push));
   VkCommandBuffer secondaries[SECONDARIES];
   const VkCommandBufferAllocateInfo info = {
      .sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_ALLOCATE_INFO,
      .commandPool = device.pool,
      .level = VK_COMMAND_BUFFER_LEVEL_SECONDARY,
      .commandBufferCount = SECONDARIES,
   };
   SETUP(vkAllocateCommandBuffers(device.handle, &info, secondaries));
   /* The last recorded is the first executed. */
   for (uint32_t i = 0; i < SECONDARIES; i++)
      record_secondary(secondaries[SECONDARIES - 1 - i], &target, &pipeline, SECONDARIES - 1 - i);

   VkCommandBuffer commands = begin_commands(&device);
   begin_render_of_secondaries(commands, &target, background);
   vkCmdExecuteCommands(commands, TOGETHER, secondaries);
   for (uint32_t i = TOGETHER; i < SECONDARIES; i++)
      vkCmdExecuteCommands(commands, 1, &secondaries[i]);
   end_render(commands, &target);
   run_commands(&device, commands);

   static struct rgba expected[SIZE * SIZE];
   paint_all(expected, SIZE, SIZE, background);
   for (uint32_t i = 0; i < SECONDARIES * RECTS_EACH; i++) {
      const struct rect rect = rect_of(i / RECTS_EACH, i % RECTS_EACH);
      paint_rect(expected, SIZE, SIZE, &rect);
   }
   check_picture("every pixel", target.picture.map, expected, SIZE, SIZE, 0);

   vkFreeCommandBuffers(device.handle, device.pool, SECONDARIES, secondaries);
   destroy_pipeline(&device, &pipeline);
   destroy_render_target(&device, &target);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "graphics/secondary-buffers",
   .title = "A render pass made of secondary command buffers draws all of them, in order",
   .run = run,
};
