#version 450
// Writes a hash of its index to each pixel: the same function as hashed_word in lib/buffer.c.
layout(local_size_x = 8, local_size_y = 8) in;

layout(binding = 0, r32ui) uniform writeonly uimage2D picture;
layout(push_constant) uniform Parameters {
   uint seed;
};

void main()
{
   ivec2 at = ivec2(gl_GlobalInvocationID.xy);
   ivec2 size = imageSize(picture);
   if (any(greaterThanEqual(at, size)))
      return;
   uint word = uint(at.y * size.x + at.x) * 0x9e3779b1u ^ seed;
   word ^= word >> 15;
   imageStore(picture, at, uvec4(word * 0x85ebca77u + seed));
}
