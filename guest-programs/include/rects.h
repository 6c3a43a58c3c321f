/*
 * Pictures made of rectangles: drawn by the device, painted by the CPU, compared pixel by pixel. Edges on pixel
 * boundaries leave an implementation no choice of what is covered.
 */
#ifndef RECTS_H
#define RECTS_H

#include "render.h"

struct rect {
   /* From the top left, in pixels. */
   float x, y, width, height;
   struct rgba colour;
   float depth;
};

/* What shaders/rect.vert takes. */
struct rect_push {
   float edges[4];
   float colour[4];
   float depth;
};

struct rect_push rect_push(const struct rect *rect, uint32_t width, uint32_t height);

/* Draws it with the bound pipeline, which must have shaders/rect.vert, into a target of that size. */
void draw_rect(VkCommandBuffer commands, const struct pipeline *pipeline, uint32_t width, uint32_t height,
               const struct rect *rect);

/* Paints the pixels whose centres it covers; the depth is the caller's matter. */
void paint_rect(struct rgba *pixels, uint32_t width, uint32_t height, const struct rect *rect);
void paint_all(struct rgba *pixels, uint32_t width, uint32_t height, struct rgba colour);

/*
 * One check: each channel of each pixel is within `tolerance` of what is expected. A failure names the first pixel that
 * is not, and leaves both pictures for the runner.
 */
bool check_picture(const char *name, const void *actual, const struct rgba *expected, uint32_t width, uint32_t height,
                   int tolerance);

#endif
