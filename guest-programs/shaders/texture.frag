#version 450
layout(binding = 0) uniform sampler2D picture;
layout(location = 0) in vec2 uv;
layout(location = 0) out vec4 pixel;

void main()
{
   pixel = texture(picture, uv);
}
