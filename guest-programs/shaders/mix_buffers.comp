#version 450
// Three inputs that cannot be exchanged for one another, and an output.
layout(local_size_x = 64) in;

layout(std430, binding = 0) readonly buffer First {
   uint a[];
};
layout(std430, binding = 1) readonly buffer Second {
   uint b[];
};
layout(std430, binding = 2) readonly buffer Third {
   uint c[];
};
layout(std430, binding = 3) writeonly buffer Result {
   uint result[];
};

void main()
{
   uint index = gl_GlobalInvocationID.x;
   result[index] = (a[index] ^ b[index] * 3u) + c[index] * 5u;
}
