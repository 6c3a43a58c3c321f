#version 450
// Writes its index mixed with a specialisation constant to each word: mixed_word in lib/constant_job.c.
layout(local_size_x = 64) in;
layout(constant_id = 0) const uint constant = 0;

layout(std430, binding = 0) writeonly buffer Words {
   uint words[];
};

void main()
{
   uint index = gl_GlobalInvocationID.x;
   words[index] = index * 0x9e3779b1u ^ constant;
}
