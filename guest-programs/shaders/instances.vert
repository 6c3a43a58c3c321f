#version 450
// A tile for each instance: its corner from one buffer, its place and colour from another, blue from its index.
layout(location = 0) in vec2 corner;
layout(location = 1) in vec2 place;
layout(location = 2) in vec4 tint;
layout(location = 0) flat out vec4 colour;

void main()
{
   gl_Position = vec4(corner + place, 0.0, 1.0);
   colour = vec4(tint.rg, float(gl_InstanceIndex) / 255.0, tint.a);
}
