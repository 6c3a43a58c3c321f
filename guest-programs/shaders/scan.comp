#version 450
// The running sum of each group's words, in shared memory: every step reads what the others wrote in the one before.
layout(local_size_x = 128) in;

layout(std430, binding = 0) readonly buffer Words {
   uint words[];
};
layout(std430, binding = 1) writeonly buffer Sums {
   uint sums[];
};

shared uint partial[2][gl_WorkGroupSize.x];

void main()
{
   uint local = gl_LocalInvocationID.x;
   uint side = 0u;
   partial[0][local] = words[gl_GlobalInvocationID.x];
   barrier();
   for (uint reach = 1u; reach < gl_WorkGroupSize.x; reach *= 2u) {
      uint sum = partial[side][local];
      if (local >= reach)
         sum += partial[side][local - reach];
      side = 1u - side;
      partial[side][local] = sum;
      barrier();
   }
   sums[gl_GlobalInvocationID.x] = partial[side][local];
}
