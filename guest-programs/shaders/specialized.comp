#version 450
// Constants of each type, and a workgroup whose size is one of them.
layout(local_size_x = 4, local_size_x_id = 0) in;
layout(constant_id = 1) const int whole = -7;
layout(constant_id = 2) const float fraction = 0.5;
layout(constant_id = 3) const bool flag = false;
layout(constant_id = 7) const uint entries = 3u;

layout(std430, binding = 0) buffer Words {
   uint invocations;
   uint size;
   int whole_seen;
   float fraction_seen;
   uint flag_seen;
   uint entries_seen;
};

void main()
{
   uint list[entries];
   atomicAdd(invocations, 1u);
   if (gl_LocalInvocationID.x != 0u)
      return;
   size = gl_WorkGroupSize.x;
   whole_seen = whole * 3;
   fraction_seen = fraction + 1.0;
   flag_seen = flag ? 1u : 2u;
   entries_seen = uint(list.length());
}
