/*
 * One triangle, a primary colour at each corner. Pixels well outside must be the clear colour exactly, pixels well
 * inside the interpolated colour within the precision that the specification gives; what lies on the edges, where
 * implementations may differ, is the golden's matter.
 */
#include <math.h>
#include <stdio.h>

#include "commands.h"
#include "output_file.h"
#include "render.h"
#include "triangle_frag.h"
#include "triangle_vert.h"

#define SIZE 256u
/* A pixel's half diagonal, and the sub-pixel precision of four bits. */
#define EDGE_PIXELS 0.8
/* Interpolation and the rounding to eight bits. */
#define TOLERANCE 2

static const struct rgba background = {16, 20, 32, 255};
/* The corners of shaders/triangle.vert in pixels. */
static const double corners[3][2] = {{0.500 * SIZE, 0.125 * SIZE}, {0.875 * SIZE, 0.875 * SIZE}, {0.125 * SIZE, 0.875 * SIZE}};

/* Distance in pixels of a point from the edge opposite `corner`, positive inside. */
static double
edge_distance(unsigned corner, double x, double y, double *weight)
{
   const double *a = corners[(corner + 1) % 3], *b = corners[(corner + 2) % 3], *c = corners[corner];
   const double dx = b[0] - a[0], dy = b[1] - a[1];
   const double area = dx * (c[1] - a[1]) - dy * (c[0] - a[0]);
   const double here = dx * (y - a[1]) - dy * (x - a[0]);
   *weight = here / area;
   return *weight * fabs(area) / sqrt(dx * dx + dy * dy);
}

static struct rgba
blend_corners(const double weights[3])
{
   return (struct rgba){
      (uint8_t)lround(255 * weights[0]),
      (uint8_t)lround(255 * weights[1]),
      (uint8_t)lround(255 * weights[2]),
      255,
   };
}

/* Reports a pixel only where it is wrong; returns whether it was right. */
static bool
pixel_is_right(const char *name, const void *pixels, uint32_t x, uint32_t y, struct rgba expected, int tolerance)
{
   const struct rgba actual = pixel_at(pixels, SIZE, x, y);
   return pixels_near(actual, expected, tolerance) || check_pixel(name, pixels, SIZE, x, y, expected, tolerance);
}

static void
check_picture(const void *pixels)
{
   unsigned inside = 0, outside = 0;
   for (uint32_t y = 0; y < SIZE; y++) {
      for (uint32_t x = 0; x < SIZE; x++) {
         double weights[3], nearest = SIZE;
         for (unsigned corner = 0; corner < 3; corner++)
            nearest = fmin(nearest, edge_distance(corner, x + 0.5, y + 0.5, &weights[corner]));
         if (nearest > EDGE_PIXELS) {
            must(pixel_is_right("inside", pixels, x, y, blend_corners(weights), TOLERANCE));
            inside++;
         } else if (nearest < -EDGE_PIXELS) {
            must(pixel_is_right("outside", pixels, x, y, background, 0));
            outside++;
         }
      }
   }
   check("inside", true, "%u pixels", inside);
   check("outside", true, "%u pixels", outside);
}

static void
run(void)
{
   struct device device = open_device();
   struct render_target target = create_render_target(&device, SIZE, SIZE, false);
   struct pipeline pipeline = create_graphics_pipeline(&device, &target, SHADER(triangle_vert), SHADER(triangle_frag),
                                                       VK_NULL_HANDLE, 0);
   VkCommandBuffer commands = begin_commands(&device);
   begin_render(commands, &target, background);
   vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_GRAPHICS, pipeline.handle);
   vkCmdDraw(commands, 3, 1, 0, 0);
   end_render(commands, &target);
   run_commands(&device, commands);

   emit_rgba8("triangle.rgba", target.picture.map, SIZE, SIZE);
   check_picture(target.picture.map);

   destroy_pipeline(&device, &pipeline);
   destroy_render_target(&device, &target);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "graphics/triangle",
   .title = "A triangle with a colour at each corner covers the pixels it should",
   .run = run,
};
