/*
 * Four samples a pixel, resolved at the end of the pass. Pixels that are covered as a whole are exact; a column of
 * which the standard places put half or a quarter of the samples inside is that share of the colour.
 */
#include "commands.h"
#include "draw.h"
#include "rects.h"
#include "rect_vert.h"

#include "flat_frag.h"

#define SIZE 64u
#define SAMPLES 4
/* The mean of the samples, rounded. */
#define TOLERANCE 1

static const struct rgba background = {0, 40, 80, 255};
static const struct rgba colour = {200, 120, 0, 255};

/* The standard places of the samples across a pixel are 1/8, 3/8, 5/8 and 7/8. */
static const struct part {
   float x, width;
   /* The column that is covered in part; 0 for none. */
   uint32_t column;
   int samples;
} parts[] = {{4, 10, 0, 0}, {20, 4.5f, 24, 2}, {40, 4.25f, 44, 1}, {52, 4.75f, 56, 3}};
#define PARTS (sizeof(parts) / sizeof(parts[0]))

static struct rgba
mean_of(int samples)
{
   const int rest = SAMPLES - samples;
   return (struct rgba){
      (uint8_t)((colour.r * samples + background.r * rest + SAMPLES / 2) / SAMPLES),
      (uint8_t)((colour.g * samples + background.g * rest + SAMPLES / 2) / SAMPLES),
      (uint8_t)((colour.b * samples + background.b * rest + SAMPLES / 2) / SAMPLES),
      255,
   };
}

static void
run(void)
{
   struct device device = open_device();
   VkPhysicalDeviceProperties properties;
   vkGetPhysicalDeviceProperties(device.physical, &properties);
   const bool standard = properties.limits.standardSampleLocations;
   struct render_target target = create_multisampled_target(&device, SIZE, SIZE, VK_SAMPLE_COUNT_4_BIT);
   struct pipeline pipeline = create_draw_pipeline(&device, &(struct draw_options){
                                                               .vertex = SHADER(rect_vert),
                                                               .fragment = SHADER(flat_frag),
                                                               .pass = target.pass,
                                                               .width = SIZE,
                                                               .height = SIZE,
                                                               .samples = VK_SAMPLE_COUNT_4_BIT,
                                                               .push_bytes = sizeof(struct rect_push),
                                                            });
   static struct rgba expected[SIZE * SIZE];
   paint_all(expected, SIZE, SIZE, background);

   VkCommandBuffer commands = begin_commands(&device);
   begin_render(commands, &target, background);
   vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_GRAPHICS, pipeline.handle);
   for (size_t i = 0; i < PARTS; i++) {
      if (parts[i].column && !standard)
         continue;
      const struct rect rect = {parts[i].x, 8, parts[i].width, 48, colour, 0};
      draw_rect(commands, &pipeline, SIZE, SIZE, &rect);
      paint_rect(expected, SIZE, SIZE, &rect);
      const struct rect edge = {(float)parts[i].column, 8, 1, 48, mean_of(parts[i].samples), 0};
      if (parts[i].column)
         paint_rect(expected, SIZE, SIZE, &edge);
   }
   end_render(commands, &target);
   run_commands(&device, commands);
   check_picture("every pixel", target.picture.map, expected, SIZE, SIZE, TOLERANCE);

   destroy_pipeline(&device, &pipeline);
   destroy_render_target(&device, &target);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "graphics/msaa-resolve",
   .title = "Four samples a pixel resolve to the share that is covered",
   .run = run,
};
