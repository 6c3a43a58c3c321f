#version 450
#extension GL_EXT_buffer_reference : require
// Follows a chain of addresses, from one buffer to the next, and notes what it found.
layout(local_size_x = 1) in;

layout(buffer_reference) buffer Node;
layout(buffer_reference, std430) buffer Node {
   Node next;
   uint value;
   uint seen;
};
layout(push_constant) uniform Start {
   Node first;
   uint count;
};

void main()
{
   Node node = first;
   for (uint i = 0u; i < count; i++) {
      node.seen = node.value * 3u + i;
      node = node.next;
   }
}
