#version 450
// A long chain of steps in each invocation, each of which needs the one before.
layout(local_size_x = 64) in;

layout(std430, binding = 0) buffer Results {
   uint invocations;
   uint results[64];
};

void main()
{
   uint state = gl_LocalInvocationID.x;
   for (uint i = 0u; i < 1024u; i++) {
      for (uint j = 0u; j < 16u; j++)
         state = state * 1664525u + 1013904223u;
   }
   atomicAdd(invocations, 1u);
   atomicMax(results[gl_LocalInvocationID.x], state);
}
