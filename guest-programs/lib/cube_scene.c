#include "cube_scene.h"

#include <stdlib.h>
#include <string.h>

/* Half-angle tangents: (1 - t^2) / (1 + t^2) and 2t / (1 + t^2) are an exact cosine and sine without libm. */
#define TURN_TANGENT (1.0f / 28.0f) /* 4.1 degrees */
#define TILT_TANGENT 0.26f          /* 29 degrees */
#define DISTANCE 5.2f
#define FOCAL_LENGTH 2.3f
#define NEAR 1.0f
#define FAR 20.0f

struct angle {
   float cosine, sine;
};

struct vector {
   float x, y, z;
};

static struct angle
angle_of(float half_tangent)
{
   const float squared = half_tangent * half_tangent;
   return (struct angle){(1.0f - squared) / (1.0f + squared), 2.0f * half_tangent / (1.0f + squared)};
}

static struct angle
add_angles(struct angle a, struct angle b)
{
   return (struct angle){a.cosine * b.cosine - a.sine * b.sine, a.sine * b.cosine + a.cosine * b.sine};
}

/* Turns about the y axis, then tilts about the x axis. */
static struct vector
rotate(struct vector v, struct angle turn, struct angle tilt)
{
   const float x = turn.cosine * v.x + turn.sine * v.z;
   const float z = turn.cosine * v.z - turn.sine * v.x;
   return (struct vector){x, tilt.cosine * v.y - tilt.sine * z, tilt.sine * v.y + tilt.cosine * z};
}

static float
dot(struct vector a, struct vector b)
{
   return a.x * b.x + a.y * b.y + a.z * b.z;
}

/* Vulkan's clip space: y points down, depth runs from 0 to 1. The eye looks along -z. */
static void
fill_transform(float *columns, struct angle turn, struct angle tilt)
{
   const struct vector axes[3] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
   const float depth_scale = FAR / (NEAR - FAR);
   for (unsigned i = 0; i < 3; i++) {
      const struct vector axis = rotate(axes[i], turn, tilt);
      columns[4 * i + 0] = FOCAL_LENGTH * axis.x;
      columns[4 * i + 1] = -FOCAL_LENGTH * axis.y;
      columns[4 * i + 2] = depth_scale * axis.z;
      columns[4 * i + 3] = -axis.z;
   }
   columns[12] = 0.0f;
   columns[13] = 0.0f;
   columns[14] = depth_scale * -DISTANCE + NEAR * depth_scale;
   columns[15] = DISTANCE;
}

struct cube_scene
cube_scene_at(uint32_t frame)
{
   static const struct vector normals[CUBE_FACES] = {{1, 0, 0}, {-1, 0, 0}, {0, 1, 0}, {0, -1, 0}, {0, 0, 1}, {0, 0, -1}};
   static const struct vector colours[CUBE_FACES] = {
      {0.95f, 0.45f, 0.25f}, {0.30f, 0.75f, 0.95f}, {0.98f, 0.85f, 0.40f},
      {0.55f, 0.40f, 0.90f}, {0.35f, 0.85f, 0.55f}, {0.90f, 0.40f, 0.65f},
   };
   static const struct vector light = {0.36f, 0.80f, 0.48f};

   const struct angle step = angle_of(TURN_TANGENT), tilt = angle_of(TILT_TANGENT);
   struct angle turn = {1.0f, 0.0f};
   for (uint32_t i = 0; i < frame; i++)
      turn = add_angles(turn, step);

   struct cube_scene scene;
   for (unsigned i = 0; i < CUBE_FACES; i++) {
      struct cube_face *face = &scene.faces[i];
      const struct vector normal = rotate(normals[i], turn, tilt);
      const struct vector from_eye = {normal.x, normal.y, normal.z - DISTANCE};
      face->visible = dot(normal, from_eye) < 0.0f;
      face->centre[0] = 0.5f + 0.5f * FOCAL_LENGTH * from_eye.x / -from_eye.z;
      face->centre[1] = 0.5f - 0.5f * FOCAL_LENGTH * from_eye.y / -from_eye.z;

      const float facing = dot(normal, light);
      const float brightness = 0.55f + 0.45f * (facing > 0.0f ? facing : 0.0f);
      const float tint[4] = {colours[i].x * brightness, colours[i].y * brightness, colours[i].z * brightness, 1.0f};
      memcpy(face->push.tint, tint, sizeof(tint));
      fill_transform(face->push.transform, turn, tilt);
   }
   return scene;
}

static struct rgba
grey(uint8_t level)
{
   return (struct rgba){level, level, level, 255};
}

struct rgba
cube_texel(uint32_t x, uint32_t y, uint32_t size)
{
   /* Units of 1/256 of the tile, from its middle. */
   const int u = ((int)x * 2 + 1) * 128 / (int)size - 128;
   const int v = ((int)y * 2 + 1) * 128 / (int)size - 128;
   const int squared = u * u + v * v;
   if (abs(u) > 116 || abs(v) > 116)
      return grey(70);
   if (squared > 92 * 92)
      return grey((abs(u) / 29 + abs(v) / 29) % 2 ? 168 : 196);
   if (squared > 82 * 82)
      return grey(90);
   /* The strokes of a V: they lean in by two fifths. */
   const bool in_stroke = v > -48 && v < 52 && abs(abs(u) * 5 - (52 - v) * 2) < 60;
   return grey(in_stroke ? 60 : 240);
}
