#version 450
// A cube from the vertex index alone: six vertices a face, faces in the order +x -x +y -y +z -z.
layout(push_constant) uniform Face {
   mat4 transform;
   vec4 tint;
};
layout(location = 0) out vec2 uv;
layout(location = 1) flat out vec4 face_tint;

const vec2 corners[6] = vec2[](vec2(-1, -1), vec2(1, -1), vec2(1, 1), vec2(-1, -1), vec2(1, 1), vec2(-1, 1));

void main()
{
   vec2 corner = corners[gl_VertexIndex % 6];
   int face = gl_VertexIndex / 6;
   float side = face % 2 == 0 ? 1.0 : -1.0;
   vec3 position = face < 2   ? vec3(side, -corner.y, -side * corner.x)
                   : face < 4 ? vec3(corner.x, side, side * corner.y)
                              : vec3(side * corner.x, -corner.y, side);
   gl_Position = transform * vec4(position, 1.0);
   uv = corner * 0.5 + 0.5;
   face_tint = tint;
}
