/* A render pass's clear reaches every pixel, exactly: k / 255 in a UNORM8 channel is k. */
#include <stdio.h>

#include "commands.h"
#include "render.h"

/* No multiple of any tile size. */
#define WIDTH 257u
#define HEIGHT 131u

static const struct rgba colours[] = {{255, 0, 0, 255}, {1, 2, 3, 4}, {128, 127, 254, 200}, {0, 0, 0, 0}};

static void
run(void)
{
   struct device device = open_device();
   struct render_target target = create_render_target(&device, WIDTH, HEIGHT, false);
   for (size_t i = 0; i < sizeof(colours) / sizeof(colours[0]); i++) {
      const struct rgba c = colours[i];
      VkCommandBuffer commands = begin_commands(&device);
      begin_render(commands, &target, c);
      end_render(commands, &target);
      run_commands(&device, commands);

      char name[64];
      snprintf(name, sizeof(name), "clear to rgba(%d, %d, %d, %d)", c.r, c.g, c.b, c.a);
      const uint32_t word = c.r | (uint32_t)c.g << 8 | (uint32_t)c.b << 16 | (uint32_t)c.a << 24;
      check_words(name, target.picture.map, (size_t)WIDTH * HEIGHT, constant_word, word);
   }
   destroy_render_target(&device, &target);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "graphics/renderpass-clear",
   .title = "A render pass clears every pixel to exactly the colour asked for",
   .run = run,
};
