/* A graphics pipeline that is linked of libraries (VK_EXT_graphics_pipeline_library). */
#ifndef PIPELINE_PARTS_H
#define PIPELINE_PARTS_H

#include "render.h"

#define PIPELINE_PARTS 4u

struct pipeline_parts {
   /* Vertex input, vertex stage with rasterisation, fragment stage, fragment output. */
   VkPipeline libraries[PIPELINE_PARTS];
   VkPipeline linked;
};

/* The same state as create_graphics_pipeline; the device must have the extension and its feature. */
struct pipeline_parts create_pipeline_parts(const struct device *device, const struct render_target *target,
                                            VkPipelineLayout layout, struct shader_code vertex,
                                            struct shader_code fragment);
void destroy_pipeline_parts(const struct device *device, struct pipeline_parts *parts);

#endif
