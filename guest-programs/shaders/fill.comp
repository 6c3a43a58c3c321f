#version 450
// Writes a hash of its index to each word: the same function as hashed_word in lib/buffer.c.
layout(local_size_x = 64) in;

layout(std430, binding = 0) writeonly buffer Words {
   uint words[];
};
layout(push_constant) uniform Parameters {
   uint count;
   uint seed;
};

void main()
{
   uint index = gl_GlobalInvocationID.x;
   if (index >= count)
      return;
   uint word = index * 0x9e3779b1u ^ seed;
   word ^= word >> 15;
   words[index] = word * 0x85ebca77u + seed;
}
