#version 450
#extension GL_KHR_shader_subgroup_basic : require
#extension GL_KHR_shader_subgroup_ballot : require
#extension GL_KHR_shader_subgroup_arithmetic : require
// What each invocation sees of its subgroup: enough to do the sums again without the GPU.
layout(local_size_x = 64) in;

struct View {
   uint subgroup, lane, size;
   uint sum, before, first, lanes, largest;
};
layout(std430, binding = 0) writeonly buffer Views {
   View views[];
};
layout(push_constant) uniform Parameters {
   uint seed;
};

void main()
{
   uint index = gl_GlobalInvocationID.x;
   uint word = index * 0x9e3779b1u ^ seed;
   word ^= word >> 15;
   word = word * 0x85ebca77u + seed;
   views[index] = View(gl_SubgroupID, gl_SubgroupInvocationID, gl_SubgroupSize, subgroupAdd(word),
                       subgroupExclusiveAdd(word), subgroupBroadcastFirst(word),
                       subgroupBallotBitCount(subgroupBallot(true)), subgroupMax(word));
}
