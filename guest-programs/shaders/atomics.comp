#version 450
// Every invocation of every group meets the others in the same few words.
layout(local_size_x = 64) in;

layout(std430, binding = 0) buffer Totals {
   uint tickets;
   uint sum;
   uint smallest;
   uint largest;
   uint parity;
   uint bits;
   int lowest;
};
layout(std430, binding = 1) writeonly buffer Taken {
   uint taken[];
};
layout(push_constant) uniform Parameters {
   uint seed;
};

void main()
{
   uint word = gl_GlobalInvocationID.x * 0x9e3779b1u ^ seed;
   word ^= word >> 15;
   word = word * 0x85ebca77u + seed;
   atomicAdd(sum, word);
   atomicMin(smallest, word);
   atomicMax(largest, word);
   atomicXor(parity, word);
   atomicOr(bits, 1u << (word & 31u));
   atomicMin(lowest, int(word));
   taken[gl_GlobalInvocationID.x] = atomicAdd(tickets, 1u);
}
