#version 450
// A rectangle from the vertex index alone: see include/rects.h.
layout(push_constant) uniform Rect {
   vec4 edges; // left, top, right, bottom
   vec4 tint;
   float depth;
};
layout(location = 0) flat out vec4 colour;

const ivec2 corners[6] = ivec2[](ivec2(0, 1), ivec2(2, 1), ivec2(2, 3), ivec2(0, 1), ivec2(2, 3), ivec2(0, 3));

void main()
{
   ivec2 corner = corners[gl_VertexIndex];
   gl_Position = vec4(edges[corner.x], edges[corner.y], depth, 1.0);
   colour = tint;
}
