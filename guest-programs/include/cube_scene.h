/* The geometry, the light and the texture of the turning cube, computed with +, -, * and / alone. */
#ifndef CUBE_SCENE_H
#define CUBE_SCENE_H

#include <stdbool.h>
#include <stdint.h>

#include "image.h"

#define CUBE_FACES 6u

struct cube_face {
   /* What shaders/cube.vert takes: a matrix in columns, and the face's colour times its light. */
   struct {
      float transform[16];
      float tint[4];
   } push;
   bool visible;
   /* Where the middle of the face comes to lie: fractions of the picture's width and height from the top left. */
   float centre[2];
};

struct cube_scene {
   struct cube_face faces[CUBE_FACES]; /* +x -x +y -y +z -z */
};

/* About four degrees a frame, like vkcube. */
struct cube_scene cube_scene_at(uint32_t frame);

/* The texture: a tile with a frame, a disc and a V. Its middle is one colour. */
struct rgba cube_texel(uint32_t x, uint32_t y, uint32_t size);

#endif
