/*
 * Rectangles at several depths, near ones first and far ones first, equal ones, and some outside of the view's depth:
 * the CPU keeps a depth buffer of its own.
 */
#include "commands.h"
#include "rects.h"
#include "rect_vert.h"

#include "flat_frag.h"

#define SIZE 64u
#define CLEARED 1.0f

static const struct rgba background = {9, 8, 7, 255};
/* Eighths are exact in a float, and apart from each other in 16 bits. */
static const struct rect rects[] = {
   {4, 4, 30, 30, {255, 0, 0, 255}, 0.500f},   {20, 10, 40, 20, {0, 255, 0, 255}, 0.750f},
   {10, 20, 20, 40, {0, 0, 255, 255}, 0.250f}, {0, 0, 64, 64, {255, 255, 0, 255}, 0.875f},
   {4, 4, 30, 10, {255, 0, 255, 255}, 0.500f}, {30, 30, 30, 30, {0, 255, 255, 255}, 1.250f},
   {0, 40, 64, 8, {1, 2, 3, 255}, -0.250f},    {40, 0, 8, 64, {100, 100, 100, 255}, 0.000f},
   {50, 50, 8, 8, {70, 80, 90, 255}, 1.000f},
};
#define RECTS (sizeof(rects) / sizeof(rects[0]))

static void
paint_tested(struct rgba *pixels, float *depths, const struct rect *rect)
{
   static struct rgba covered[SIZE * SIZE];
   static const struct rgba nothing = {0};
   if (rect->depth < 0 || rect->depth > 1)
      return;
   paint_all(covered, SIZE, SIZE, nothing);
   paint_rect(covered, SIZE, SIZE, rect);
   for (uint32_t i = 0; i < SIZE * SIZE; i++) {
      /* Every rectangle is opaque. */
      if (covered[i].a == 0 || rect->depth >= depths[i])
         continue;
      depths[i] = rect->depth;
      pixels[i] = rect->colour;
   }
}

static void
run(void)
{
   struct device device = open_device();
   struct render_target target = create_render_target(&device, SIZE, SIZE, true);
   struct pipeline pipeline = create_graphics_pipeline(&device, &target, SHADER(rect_vert), SHADER(flat_frag),
                                                       VK_NULL_HANDLE, sizeof(struct rect_push));
   static struct rgba expected[SIZE * SIZE];
   static float depths[SIZE * SIZE];
   paint_all(expected, SIZE, SIZE, background);
   for (uint32_t i = 0; i < SIZE * SIZE; i++)
      depths[i] = CLEARED;

   VkCommandBuffer commands = begin_commands(&device);
   begin_render(commands, &target, background);
   vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_GRAPHICS, pipeline.handle);
   for (size_t i = 0; i < RECTS; i++) {
      draw_rect(commands, &pipeline, SIZE, SIZE, &rects[i]);
      paint_tested(expected, depths, &rects[i]);
   }
   end_render(commands, &target);
   run_commands(&device, commands);
   check_picture("every pixel", target.picture.map, expected, SIZE, SIZE, 0);

   destroy_pipeline(&device, &pipeline);
   destroy_render_target(&device, &target);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "graphics/depth",
   .title = "The nearest rectangle shows, in whichever order they were drawn",
   .run = run,
};
