#version 450
// The colour comes from a uniform buffer; the vertex shader's is not used.
layout(binding = 0) uniform Colour {
   vec4 colour;
};
layout(location = 0) out vec4 pixel;

void main()
{
   pixel = colour;
}
