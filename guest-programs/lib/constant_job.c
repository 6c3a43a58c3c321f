#include "constant_job.h"

#include <string.h>

#include "commands.h"
#include "constant_comp.h"

#define GROUP 64u
#define GROUPS 4u
#define WORDS (GROUP * GROUPS)

struct constant_job
create_constant_job(const struct device *device)
{
   struct constant_job job = {
      .binding = create_binding(device, VK_DESCRIPTOR_TYPE_STORAGE_BUFFER, VK_SHADER_STAGE_COMPUTE_BIT),
      .words = create_host_buffer(device, WORDS * 4, VK_BUFFER_USAGE_STORAGE_BUFFER_BIT),
   };
   const VkPipelineLayoutCreateInfo layout = {
      .sType = VK_STRUCTURE_TYPE_PIPELINE_LAYOUT_CREATE_INFO,
      .setLayoutCount = 1,
      .pSetLayouts = &job.binding.layout,
   };
   SETUP(vkCreatePipelineLayout(device->handle, &layout, NULL, &job.layout));
   const VkDescriptorBufferInfo range = {.buffer = job.words.handle, .range = VK_WHOLE_SIZE};
   const VkWriteDescriptorSet write = {
      .sType = VK_STRUCTURE_TYPE_WRITE_DESCRIPTOR_SET,
      .dstSet = job.binding.set,
      .descriptorCount = 1,
      .descriptorType = VK_DESCRIPTOR_TYPE_STORAGE_BUFFER,
      .pBufferInfo = &range,
   };
   vkUpdateDescriptorSets(device->handle, 1, &write, 0, NULL);
   return job;
}

void
destroy_constant_job(const struct device *device, struct constant_job *job)
{
   vkDestroyPipelineLayout(device->handle, job->layout, NULL);
   destroy_buffer(device, &job->words);
   destroy_binding(device, &job->binding);
}

struct shader_code
constant_shader(void)
{
   return SHADER(constant_comp);
}

VkResult
create_constant_pipeline(const struct device *device, const struct constant_job *job, VkShaderModule module,
                         VkPipelineCache cache, uint32_t constant, VkPipeline *pipeline)
{
   const VkSpecializationMapEntry entry = {.constantID = 0, .size = sizeof(constant)};
   const VkSpecializationInfo specialization = {
      .mapEntryCount = 1,
      .pMapEntries = &entry,
      .dataSize = sizeof(constant),
      .pData = &constant,
   };
   const VkComputePipelineCreateInfo info = {
      .sType = VK_STRUCTURE_TYPE_COMPUTE_PIPELINE_CREATE_INFO,
      .stage =
         {
            .sType = VK_STRUCTURE_TYPE_PIPELINE_SHADER_STAGE_CREATE_INFO,
            .stage = VK_SHADER_STAGE_COMPUTE_BIT,
            .module = module,
            .pName = "main",
            .pSpecializationInfo = &specialization,
         },
      .layout = job->layout,
   };
   return vkCreateComputePipelines(device->handle, cache, 1, &info, NULL, pipeline);
}

static uint32_t
mixed_word(size_t index, uint32_t constant)
{
   return (uint32_t)index * UINT32_C(0x9e3779b1) ^ constant;
}

void
must_run_constant(const struct device *device, const struct constant_job *job, VkPipeline pipeline, const char *name,
                  uint32_t constant)
{
   memset(job->words.map, 0, WORDS * 4);
   VkCommandBuffer commands = begin_commands(device);
   vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_COMPUTE, pipeline);
   vkCmdBindDescriptorSets(commands, VK_PIPELINE_BIND_POINT_COMPUTE, job->layout, 0, 1, &job->binding.set, 0, NULL);
   vkCmdDispatch(commands, GROUPS, 1, 1);
   full_barrier(commands);
   run_commands(device, commands);
   must(check_words(name, job->words.map, WORDS, mixed_word, constant));
}
