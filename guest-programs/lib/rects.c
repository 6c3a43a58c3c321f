#include "rects.h"

#include <stdio.h>

#include "output_file.h"

struct rect_push
rect_push(const struct rect *rect, uint32_t width, uint32_t height)
{
   const float across = 2.0f / (float)width, down = 2.0f / (float)height;
   return (struct rect_push){
      .edges =
         {
            rect->x * across - 1.0f,
            rect->y * down - 1.0f,
            (rect->x + rect->width) * across - 1.0f,
            (rect->y + rect->height) * down - 1.0f,
         },
      .colour = {rect->colour.r / 255.0f, rect->colour.g / 255.0f, rect->colour.b / 255.0f, rect->colour.a / 255.0f},
      .depth = rect->depth,
   };
}

void
draw_rect(VkCommandBuffer commands, const struct pipeline *pipeline, uint32_t width, uint32_t height,
          const struct rect *rect)
{
   const struct rect_push push = rect_push(rect, width, height);
   vkCmdPushConstants(commands, pipeline->layout, VK_SHADER_STAGE_VERTEX_BIT, 0, sizeof(push), &push);
   vkCmdDraw(commands, 6, 1, 0, 0);
}

static bool
covers(const struct rect *rect, uint32_t column, uint32_t row)
{
   const float x = (float)column + 0.5f, y = (float)row + 0.5f;
   return x > rect->x && x < rect->x + rect->width && y > rect->y && y < rect->y + rect->height;
}

void
paint_rect(struct rgba *pixels, uint32_t width, uint32_t height, const struct rect *rect)
{
   for (uint32_t y = 0; y < height; y++) {
      for (uint32_t x = 0; x < width; x++) {
         if (covers(rect, x, y))
            pixels[y * width + x] = rect->colour;
      }
   }
}

void
paint_all(struct rgba *pixels, uint32_t width, uint32_t height, struct rgba colour)
{
   for (uint32_t i = 0; i < width * height; i++)
      pixels[i] = colour;
}

bool
check_picture(const char *name, const void *actual, const struct rgba *expected, uint32_t width, uint32_t height,
              int tolerance)
{
   for (uint32_t y = 0; y < height; y++) {
      for (uint32_t x = 0; x < width; x++) {
         if (pixels_near(pixel_at(actual, width, x, y), expected[y * width + x], tolerance))
            continue;
         emit_rgba8("actual.rgba", actual, width, height);
         emit_rgba8("expected.rgba", expected, width, height);
         return check_pixel(name, actual, width, x, y, expected[y * width + x], tolerance);
      }
   }
   return check(name, true, "%u pixels", width * height);
}
