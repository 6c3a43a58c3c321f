#version 450
// Copies its 128 bytes of push constants, the size that every implementation has, to the buffer.
layout(local_size_x = 1) in;

layout(push_constant) uniform Words {
   uvec4 words[8];
};
layout(std430, binding = 0) writeonly buffer Copies {
   uvec4 copies[];
};

void main()
{
   for (uint i = 0u; i < 8u; i++)
      copies[i] = words[i];
}
