/* Compute shaders on storage buffers: a pipeline, its set, and the dispatch. */
#ifndef COMPUTE_H
#define COMPUTE_H

#include "commands.h"
#include "render.h"

/* The number that every implementation gives one stage. */
#define MAX_STORAGE_BUFFERS 4u

struct compute {
   struct binding binding;
   struct pipeline pipeline;
   uint32_t push_bytes;
};

struct compute_options {
   struct shader_code code;
   /* At the bindings 0 to range_count - 1, as storage buffers. */
   VkDescriptorBufferInfo ranges[MAX_STORAGE_BUFFERS];
   uint32_t range_count;
   uint32_t push_bytes;
   /* NULL for the shader's own values. */
   const VkSpecializationInfo *constants;
};

/* The whole of a buffer. */
VkDescriptorBufferInfo whole_buffer(const struct buffer *buffer);

struct compute create_compute(const struct device *device, const struct compute_options *options);
void destroy_compute(const struct device *device, struct compute *compute);

/* Binds the pipeline and its set, and pushes `push` where there is something to push. */
void bind_compute(VkCommandBuffer commands, const struct compute *compute, const void *push);
/* bind_compute, `groups` workgroups in a row, and a full barrier. */
void dispatch(VkCommandBuffer commands, const struct compute *compute, const void *push, uint32_t groups);

#endif
