#version 450
// One step of a chain in which the order of the steps matters.
layout(local_size_x = 1) in;

layout(std430, binding = 0) buffer State {
   uint state;
};
layout(push_constant) uniform Parameters {
   uint number;
};

void main()
{
   state = state * 1664525u + number;
}
