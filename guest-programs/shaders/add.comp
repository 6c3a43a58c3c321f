#version 450
// Adds two lists of floats.
layout(local_size_x = 64) in;

layout(std430, binding = 0) readonly buffer First {
   float a[];
};
layout(std430, binding = 1) readonly buffer Second {
   float b[];
};
layout(std430, binding = 2) writeonly buffer Sum {
   float sum[];
};
layout(push_constant) uniform Parameters {
   uint count;
};

void main()
{
   uint index = gl_GlobalInvocationID.x;
   if (index < count)
      sum[index] = a[index] + b[index];
}
