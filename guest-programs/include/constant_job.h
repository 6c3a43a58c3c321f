/* Compute pipelines that are told apart by a specialisation constant, and a dispatch that shows which one ran. */
#ifndef CONSTANT_JOB_H
#define CONSTANT_JOB_H

#include "buffer.h"
#include "render.h"

struct constant_job {
   struct binding binding;
   struct buffer words;
   VkPipelineLayout layout;
};

struct constant_job create_constant_job(const struct device *device);
void destroy_constant_job(const struct device *device, struct constant_job *job);

/* Of shaders/constant.comp. */
struct shader_code constant_shader(void);

/* Returns what vkCreateComputePipelines returned. May be called by many threads at once. */
VkResult create_constant_pipeline(const struct device *device, const struct constant_job *job, VkShaderModule module,
                                  VkPipelineCache cache, uint32_t constant, VkPipeline *pipeline);

/* One check: a dispatch of the pipeline writes what the constant asks for. The probe fails at once where it does not. */
void must_run_constant(const struct device *device, const struct constant_job *job, VkPipeline pipeline,
                       const char *name, uint32_t constant);

#endif
