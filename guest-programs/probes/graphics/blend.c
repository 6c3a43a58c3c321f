/*
 * Blending with the equations that UNORM8 makes exact (sums, differences, minima, maxima, write masks), and with factors
 * of alpha within one step. Each equation has a column, over three backgrounds.
 */
#include <math.h>

#include "commands.h"
#include "draw.h"
#include "rects.h"
#include "rect_vert.h"

#include "flat_frag.h"

#define SIZE 64u
#define COLUMN 8u
#define ROW 16u
/* A factor of alpha is rounded once in the product and once in the result. */
#define TOLERANCE 1

static const struct rgba clear = {0, 0, 0, 0};
static const struct rgba backgrounds[] = {{200, 100, 50, 255}, {10, 255, 128, 64}, {77, 0, 254, 0}};
#define BACKGROUNDS (sizeof(backgrounds) / sizeof(backgrounds[0]))
static const struct rgba source = {120, 60, 240, 96};

#define ALL 0xfu
#define EQUATION(source_factor, target_factor, operation, mask)                                                        \
   {                                                                                                                   \
      VK_TRUE, VK_BLEND_FACTOR_##source_factor, VK_BLEND_FACTOR_##target_factor, VK_BLEND_OP_##operation,             \
         VK_BLEND_FACTOR_##source_factor, VK_BLEND_FACTOR_##target_factor, VK_BLEND_OP_##operation, mask               \
   }
static const VkPipelineColorBlendAttachmentState equations[] = {
   EQUATION(ONE, ONE, ADD, ALL),
   EQUATION(ONE, ONE, SUBTRACT, ALL),
   EQUATION(ONE, ONE, REVERSE_SUBTRACT, ALL),
   EQUATION(ONE, ONE, MIN, ALL),
   EQUATION(ONE, ONE, MAX, ALL),
   EQUATION(SRC_ALPHA, ONE_MINUS_SRC_ALPHA, ADD, ALL),
   EQUATION(DST_COLOR, ZERO, ADD, ALL),
   EQUATION(ONE, ZERO, ADD, VK_COLOR_COMPONENT_R_BIT | VK_COLOR_COMPONENT_A_BIT),
};
#define EQUATIONS (sizeof(equations) / sizeof(equations[0]))

static double
factor_of(VkBlendFactor factor, double target)
{
   switch ((int)factor) {
   case VK_BLEND_FACTOR_ZERO:
      return 0;
   case VK_BLEND_FACTOR_SRC_ALPHA:
      return source.a / 255.0;
   case VK_BLEND_FACTOR_ONE_MINUS_SRC_ALPHA:
      return 1 - source.a / 255.0;
   case VK_BLEND_FACTOR_DST_COLOR:
      return target / 255;
   }
   return 1;
}

static uint8_t
blend_channel(const VkPipelineColorBlendAttachmentState *equation, unsigned channel, double from, double target)
{
   if (!(equation->colorWriteMask & 1u << channel))
      return (uint8_t)target;
   const double a = from * factor_of(equation->srcColorBlendFactor, target);
   const double b = target * factor_of(equation->dstColorBlendFactor, target);
   double result = a + b;
   switch ((int)equation->colorBlendOp) {
   case VK_BLEND_OP_SUBTRACT:
      result = a - b;
      break;
   case VK_BLEND_OP_REVERSE_SUBTRACT:
      result = b - a;
      break;
   case VK_BLEND_OP_MIN:
      result = fmin(from, target);
      break;
   case VK_BLEND_OP_MAX:
      result = fmax(from, target);
      break;
   }
   return (uint8_t)lround(fmin(fmax(result, 0), 255));
}

static struct rgba
blended(const VkPipelineColorBlendAttachmentState *equation, struct rgba target)
{
   return (struct rgba){
      blend_channel(equation, 0, source.r, target.r),
      blend_channel(equation, 1, source.g, target.g),
      blend_channel(equation, 2, source.b, target.b),
      blend_channel(equation, 3, source.a, target.a),
   };
}

static void
run(void)
{
   struct device device = open_device();
   struct render_target target = create_render_target(&device, SIZE, SIZE, false);
   struct draw_options options = {
      .vertex = SHADER(rect_vert),
      .fragment = SHADER(flat_frag),
      .pass = target.pass,
      .width = SIZE,
      .height = SIZE,
      .push_bytes = sizeof(struct rect_push),
   };
   struct pipeline plain = create_draw_pipeline(&device, &options), blending[EQUATIONS];
   static struct rgba expected[SIZE * SIZE];
   paint_all(expected, SIZE, SIZE, clear);

   VkCommandBuffer commands = begin_commands(&device);
   begin_render(commands, &target, clear);
   vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_GRAPHICS, plain.handle);
   for (uint32_t row = 0; row < BACKGROUNDS; row++) {
      const struct rect under = {0, (float)(row * ROW), SIZE, ROW, backgrounds[row], 0};
      draw_rect(commands, &plain, SIZE, SIZE, &under);
   }
   for (uint32_t column = 0; column < EQUATIONS; column++) {
      options.blend = &equations[column];
      blending[column] = create_draw_pipeline(&device, &options);
      vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_GRAPHICS, blending[column].handle);
      const struct rect over = {(float)(column * COLUMN), 0, COLUMN, BACKGROUNDS * ROW, source, 0};
      draw_rect(commands, &blending[column], SIZE, SIZE, &over);
      for (uint32_t row = 0; row < BACKGROUNDS; row++) {
         const struct rgba colour = blended(&equations[column], backgrounds[row]);
         const struct rect seen = {(float)(column * COLUMN), (float)(row * ROW), COLUMN, ROW, colour, 0};
         paint_rect(expected, SIZE, SIZE, &seen);
      }
   }
   end_render(commands, &target);
   run_commands(&device, commands);
   check_picture("every equation", target.picture.map, expected, SIZE, SIZE, TOLERANCE);

   destroy_pipeline(&device, &plain);
   for (uint32_t i = 0; i < EQUATIONS; i++)
      destroy_pipeline(&device, &blending[i]);
   destroy_render_target(&device, &target);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "graphics/blend",
   .title = "Each blend equation gives what the CPU makes of the same colours",
   .run = run,
};
