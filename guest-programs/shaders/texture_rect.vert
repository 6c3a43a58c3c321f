#version 450
// A rectangle whose texture coordinates go from `start` to `end`.
layout(push_constant) uniform Rect {
   vec2 start, end;
};
layout(location = 0) out vec2 uv;

const vec2 corners[6] = vec2[](vec2(0, 0), vec2(1, 0), vec2(1, 1), vec2(0, 0), vec2(1, 1), vec2(0, 1));

void main()
{
   vec2 corner = corners[gl_VertexIndex];
   gl_Position = vec4(corner * 2.0 - 1.0, 0.0, 1.0);
   uv = mix(start, end, corner);
}
