/* Tiles whose colours come from parts of a uniform buffer: for probes of how descriptors reach a draw. */
#ifndef COLOUR_TILES_H
#define COLOUR_TILES_H

#include "rects.h"

#define TILES_SIZE 64u
#define TILES 4u
/* Every implementation takes uniform buffers at multiples of 256. */
#define TILE_STRIDE 256u

/* A quarter of a square of TILES_SIZE pixels, in the colour that its part of the buffer holds. */
struct rect colour_tile(uint32_t number);

/* Where the colour of a tile lies. */
VkDescriptorBufferInfo tile_colour(const struct buffer *colours, uint32_t number);
struct buffer create_tile_colours(const struct device *device);

/* The picture with every tile drawn. */
bool check_tiles(const void *actual);

#endif
