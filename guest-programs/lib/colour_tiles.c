#include "colour_tiles.h"

#include <string.h>

#define TILE (TILES_SIZE / 2)

struct rect
colour_tile(uint32_t number)
{
   const uint32_t word = hashed_word(number, 0xc01u);
   return (struct rect){
      .x = (float)(number % 2 * TILE),
      .y = (float)(number / 2 * TILE),
      .width = TILE,
      .height = TILE,
      .colour = {(uint8_t)word, (uint8_t)(word >> 8), (uint8_t)(word >> 16), (uint8_t)(word >> 24)},
   };
}

VkDescriptorBufferInfo
tile_colour(const struct buffer *colours, uint32_t number)
{
   return (VkDescriptorBufferInfo){colours->handle, number * TILE_STRIDE, 4 * sizeof(float)};
}

struct buffer
create_tile_colours(const struct device *device)
{
   struct buffer colours = create_host_buffer(device, TILES * TILE_STRIDE, VK_BUFFER_USAGE_UNIFORM_BUFFER_BIT);
   for (uint32_t i = 0; i < TILES; i++) {
      const struct rect tile = colour_tile(i);
      const struct rect_push push = rect_push(&tile, TILES_SIZE, TILES_SIZE);
      memcpy((char *)colours.map + i * TILE_STRIDE, push.colour, sizeof(push.colour));
   }
   return colours;
}

bool
check_tiles(const void *actual)
{
   static struct rgba expected[TILES_SIZE * TILES_SIZE];
   for (uint32_t i = 0; i < TILES; i++) {
      const struct rect tile = colour_tile(i);
      paint_rect(expected, TILES_SIZE, TILES_SIZE, &tile);
   }
   return check_picture("every tile", actual, expected, TILES_SIZE, TILES_SIZE, 0);
}
