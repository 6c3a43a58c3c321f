/*
 * Rectangles count themselves in the stencil buffer; then a colour is drawn over everything, and shows only where
 * exactly two of them lie.
 */
#include "commands.h"
#include "draw.h"
#include "rects.h"
#include "rect_vert.h"

#include "flat_frag.h"

#define SIZE 64u
#define WANTED 2u

static const struct rgba background = {40, 50, 60, 255};
static const struct rect counted[] = {
   {4, 4, 40, 40, {90, 0, 0, 255}, 0},
   {20, 20, 40, 30, {0, 90, 0, 255}, 0},
   {30, 8, 10, 50, {0, 0, 90, 255}, 0},
};
#define COUNTED (sizeof(counted) / sizeof(counted[0]))
static const struct rect cover = {0, 0, SIZE, SIZE, {255, 255, 255, 255}, 0};

/* The specification promises one of the two. */
static VkFormat
stencil_format(VkPhysicalDevice physical)
{
   const VkFormat formats[] = {VK_FORMAT_D24_UNORM_S8_UINT, VK_FORMAT_D32_SFLOAT_S8_UINT};
   for (unsigned i = 0; i < 2; i++) {
      VkFormatProperties properties;
      vkGetPhysicalDeviceFormatProperties(physical, formats[i], &properties);
      if (properties.optimalTilingFeatures & VK_FORMAT_FEATURE_DEPTH_STENCIL_ATTACHMENT_BIT)
         return formats[i];
   }
   fail_setup("Neither D24_UNORM_S8_UINT nor D32_SFLOAT_S8_UINT can be a depth and stencil attachment.");
}

static struct pipeline
create_stencil_pipeline(const struct device *device, const struct render_target *target, VkCompareOp compare,
                        VkStencilOp pass)
{
   const VkStencilOpState state = {
      .failOp = VK_STENCIL_OP_KEEP,
      .passOp = pass,
      .depthFailOp = VK_STENCIL_OP_KEEP,
      .compareOp = compare,
      .compareMask = 0xff,
      .writeMask = 0xff,
      .reference = WANTED,
   };
   const VkPipelineDepthStencilStateCreateInfo depth_stencil = {
      .sType = VK_STRUCTURE_TYPE_PIPELINE_DEPTH_STENCIL_STATE_CREATE_INFO,
      .stencilTestEnable = VK_TRUE,
      .front = state,
      .back = state,
   };
   return create_draw_pipeline(device, &(struct draw_options){
                                          .vertex = SHADER(rect_vert),
                                          .fragment = SHADER(flat_frag),
                                          .pass = target->pass,
                                          .width = SIZE,
                                          .height = SIZE,
                                          .depth_stencil = &depth_stencil,
                                          .push_bytes = sizeof(struct rect_push),
                                       });
}

static void
paint_expected(struct rgba *pixels)
{
   static struct rgba one[SIZE * SIZE];
   static uint32_t counts[SIZE * SIZE];
   static const struct rgba nothing = {0};
   paint_all(pixels, SIZE, SIZE, background);
   for (size_t rect = 0; rect < COUNTED; rect++) {
      paint_rect(pixels, SIZE, SIZE, &counted[rect]);
      paint_all(one, SIZE, SIZE, nothing);
      paint_rect(one, SIZE, SIZE, &counted[rect]);
      for (uint32_t i = 0; i < SIZE * SIZE; i++)
         counts[i] += one[i].a != 0;
   }
   for (uint32_t i = 0; i < SIZE * SIZE; i++) {
      if (counts[i] == WANTED)
         pixels[i] = cover.colour;
   }
}

static void
run(void)
{
   struct device device = open_device();
   struct render_target target = create_stencil_target(&device, SIZE, SIZE, stencil_format(device.physical));
   struct pipeline count =
      create_stencil_pipeline(&device, &target, VK_COMPARE_OP_ALWAYS, VK_STENCIL_OP_INCREMENT_AND_CLAMP);
   struct pipeline test = create_stencil_pipeline(&device, &target, VK_COMPARE_OP_EQUAL, VK_STENCIL_OP_KEEP);
   static struct rgba expected[SIZE * SIZE];
   paint_expected(expected);

   VkCommandBuffer commands = begin_commands(&device);
   begin_render(commands, &target, background);
   vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_GRAPHICS, count.handle);
   for (size_t i = 0; i < COUNTED; i++)
      draw_rect(commands, &count, SIZE, SIZE, &counted[i]);
   vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_GRAPHICS, test.handle);
   draw_rect(commands, &test, SIZE, SIZE, &cover);
   end_render(commands, &target);
   run_commands(&device, commands);
   check_picture("every pixel", target.picture.map, expected, SIZE, SIZE, 0);

   destroy_pipeline(&device, &count);
   destroy_pipeline(&device, &test);
   destroy_render_target(&device, &target);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "graphics/stencil",
   .title = "The stencil test passes exactly where the stencil was counted to its value",
   .run = run,
};
