/* Offscreen rendering: a target to draw to, a pipeline to draw with, a picture to look at. */
#ifndef RENDER_H
#define RENDER_H

#include "image.h"

struct render_target {
   /* VK_FORMAT_R8G8B8A8_UNORM, a format that every device can render to. */
   struct image colour;
   /* VK_FORMAT_D16_UNORM unless asked otherwise; no image where the target has no depth. */
   struct image depth;
   bool has_depth;
   /* What is drawn to and then resolved to `colour`; no image where a pixel has one sample. */
   struct image samples;
   bool has_samples;
   VkRenderPass pass;
   VkFramebuffer framebuffer;
   /* The picture, once read_target was recorded and the commands ran. */
   struct buffer picture;
};

struct render_target create_render_target(const struct device *device, uint32_t width, uint32_t height, bool depth);
/* A target with a depth and stencil format. */
struct render_target create_stencil_target(const struct device *device, uint32_t width, uint32_t height,
                                           VkFormat depth_format);
/* A target without depth and with several samples a pixel, resolved when the pass ends. */
struct render_target create_multisampled_target(const struct device *device, uint32_t width, uint32_t height,
                                                VkSampleCountFlagBits samples);
void destroy_render_target(const struct device *device, struct render_target *target);
/* Begins the render pass: colour cleared to exactly `clear`, depth to 1, stencil to 0. */
void begin_render(VkCommandBuffer commands, const struct render_target *target, struct rgba clear);
/* The same for a pass whose commands come from secondary command buffers. */
void begin_render_of_secondaries(VkCommandBuffer commands, const struct render_target *target, struct rgba clear);
/* Ends the render pass and records the copy of the colour to the picture. */
void end_render(VkCommandBuffer commands, const struct render_target *target);

struct shader_code {
   const uint32_t *words;
   size_t bytes;
};
/* For the arrays that glslang writes. */
#define SHADER(array) ((struct shader_code){(array), sizeof(array)})
VkShaderModule create_shader(const struct device *device, struct shader_code code);

struct pipeline {
   VkPipelineLayout layout;
   VkPipeline handle;
};

/*
 * A triangle list without vertex buffers, with a fixed viewport of the target's size and no culling; depth test and
 * write where the target has depth. `set_layout` may be VK_NULL_HANDLE, `push_bytes` zero (vertex stage).
 */
struct pipeline create_graphics_pipeline(const struct device *device, const struct render_target *target,
                                         struct shader_code vertex, struct shader_code fragment,
                                         VkDescriptorSetLayout set_layout, uint32_t push_bytes);
struct pipeline create_compute_pipeline(const struct device *device, struct shader_code code,
                                        VkDescriptorSetLayout set_layout, uint32_t push_bytes);
/* The same with values for the shader's specialization constants, NULL for its own. */
struct pipeline create_specialized_compute_pipeline(const struct device *device, struct shader_code code,
                                                    VkDescriptorSetLayout set_layout, uint32_t push_bytes,
                                                    const VkSpecializationInfo *constants);
void destroy_pipeline(const struct device *device, struct pipeline *pipeline);

/* One set with one binding (0) of the type, visible to the stage. */
struct binding {
   VkDescriptorSetLayout layout;
   VkDescriptorPool pool;
   VkDescriptorSet set;
};
struct binding create_binding(const struct device *device, VkDescriptorType type, VkShaderStageFlags stage);
/* The same with bindings 0 to count - 1, at most eight. */
struct binding create_bindings(const struct device *device, VkDescriptorType type, VkShaderStageFlags stage,
                               uint32_t count);
void destroy_binding(const struct device *device, struct binding *binding);

#endif
