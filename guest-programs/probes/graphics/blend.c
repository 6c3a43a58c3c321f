/*
 * Blending with the equations that UNORM8 makes exact (sums, differences, minima, maxima, write masks), and with
 * factors of alpha within one step. Each equation has a picture of its own, over three backgrounds.
 */
#include <math.h>

#include "commands.h"
#include "draw.h"
#include "rects.h"
#include "rect_vert.h"

#include "flat_frag.h"

#define WIDTH 16u
#define ROW 8u
#define HEIGHT (BACKGROUNDS * ROW)
/* A factor of alpha is rounded once in the product and once in the result. */
#define TOLERANCE 1

static const struct rgba clear = {0, 0, 0, 0};
static const struct rgba backgrounds[] = {{200, 100, 50, 255}, {10, 255, 128, 64}, {77, 0, 254, 0}};
#define BACKGROUNDS (sizeof(backgrounds) / sizeof(backgrounds[0]))
static const struct rgba source = {120, 60, 240, 96};

#define ALL 0xfu
#define RED_AND_ALPHA (VK_COLOR_COMPONENT_R_BIT | VK_COLOR_COMPONENT_A_BIT)
#define EQUATION(source_factor, target_factor, operation, mask)                                                        \
   {                                                                                                                   \
      #source_factor " " #operation " " #target_factor,                                                                \
      {VK_TRUE, VK_BLEND_FACTOR_##source_factor, VK_BLEND_FACTOR_##target_factor, VK_BLEND_OP_##operation,             \
       VK_BLEND_FACTOR_##source_factor, VK_BLEND_FACTOR_##target_factor, VK_BLEND_OP_##operation, mask},               \
   }
static const struct equation {
   const char *name;
   VkPipelineColorBlendAttachmentState state;
} equations[] = {
   EQUATION(ONE, ONE, ADD, ALL),
   EQUATION(ONE, ONE, SUBTRACT, ALL),
   EQUATION(ONE, ONE, REVERSE_SUBTRACT, ALL),
   EQUATION(ONE, ONE, MIN, ALL),
   EQUATION(ONE, ONE, MAX, ALL),
   EQUATION(SRC_ALPHA, ONE_MINUS_SRC_ALPHA, ADD, ALL),
   EQUATION(DST_COLOR, ZERO, ADD, ALL),
   EQUATION(ONE, ZERO, ADD, RED_AND_ALPHA),
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

/* One at a time: a host driver may compile when it draws, and each wait has its bound. */
static void
check_equation(const struct device *device, const struct render_target *target, const struct pipeline *plain,
               struct draw_options options, const struct equation *equation)
{
   options.blend = &equation->state;
   struct pipeline blending = create_draw_pipeline(device, &options);
   static struct rgba expected[WIDTH * HEIGHT];
   VkCommandBuffer commands = begin_commands(device);
   begin_render(commands, target, clear);
   vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_GRAPHICS, plain->handle);
   for (uint32_t row = 0; row < BACKGROUNDS; row++) {
      const struct rect under = {0, (float)(row * ROW), WIDTH, ROW, backgrounds[row], 0};
      draw_rect(commands, plain, WIDTH, HEIGHT, &under);
      const struct rgba colour = blended(&equation->state, backgrounds[row]);
      const struct rect seen = {0, (float)(row * ROW), WIDTH, ROW, colour, 0};
      paint_rect(expected, WIDTH, HEIGHT, &seen);
   }
   vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_GRAPHICS, blending.handle);
   const struct rect over = {0, 0, WIDTH, HEIGHT, source, 0};
   draw_rect(commands, &blending, WIDTH, HEIGHT, &over);
   end_render(commands, target);
   run_commands(device, commands);
   must(check_picture(equation->name, target->picture.map, expected, WIDTH, HEIGHT, TOLERANCE));
   destroy_pipeline(device, &blending);
}

static void
run(void)
{
   struct device device = open_device();
   struct render_target target = create_render_target(&device, WIDTH, HEIGHT, false);
   const struct draw_options options = {
      .vertex = SHADER(rect_vert),
      .fragment = SHADER(flat_frag),
      .pass = target.pass,
      .width = WIDTH,
      .height = HEIGHT,
      .push_bytes = sizeof(struct rect_push),
   };
   struct pipeline plain = create_draw_pipeline(&device, &options);
   for (size_t i = 0; i < EQUATIONS; i++)
      check_equation(&device, &target, &plain, options, &equations[i]);

   destroy_pipeline(&device, &plain);
   destroy_render_target(&device, &target);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "graphics/blend",
   .title = "Each blend equation gives what the CPU makes of the same colours",
   .run = run,
};
