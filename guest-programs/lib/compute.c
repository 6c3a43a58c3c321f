#include "compute.h"

VkDescriptorBufferInfo
whole_buffer(const struct buffer *buffer)
{
   return (VkDescriptorBufferInfo){.buffer = buffer->handle, .range = VK_WHOLE_SIZE};
}

struct compute
create_compute(const struct device *device, const struct compute_options *options)
{
   struct compute compute = {
      .binding = create_bindings(device, VK_DESCRIPTOR_TYPE_STORAGE_BUFFER, VK_SHADER_STAGE_COMPUTE_BIT,
                                 options->range_count),
      .push_bytes = options->push_bytes,
   };
   /* All of them in one call: whoever takes only its first write leaves the other buffers out. */
   VkWriteDescriptorSet writes[MAX_STORAGE_BUFFERS];
   for (uint32_t i = 0; i < options->range_count; i++) {
      writes[i] = (VkWriteDescriptorSet){
         .sType = VK_STRUCTURE_TYPE_WRITE_DESCRIPTOR_SET,
         .dstSet = compute.binding.set,
         .dstBinding = i,
         .descriptorCount = 1,
         .descriptorType = VK_DESCRIPTOR_TYPE_STORAGE_BUFFER,
         .pBufferInfo = &options->ranges[i],
      };
   }
   vkUpdateDescriptorSets(device->handle, options->range_count, writes, 0, NULL);
   compute.pipeline = create_specialized_compute_pipeline(device, options->code, compute.binding.layout,
                                                          options->push_bytes, options->constants);
   return compute;
}

void
destroy_compute(const struct device *device, struct compute *compute)
{
   destroy_pipeline(device, &compute->pipeline);
   destroy_binding(device, &compute->binding);
}

void
bind_compute(VkCommandBuffer commands, const struct compute *compute, const void *push)
{
   vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_COMPUTE, compute->pipeline.handle);
   vkCmdBindDescriptorSets(commands, VK_PIPELINE_BIND_POINT_COMPUTE, compute->pipeline.layout, 0, 1,
                           &compute->binding.set, 0, NULL);
   if (compute->push_bytes)
      vkCmdPushConstants(commands, compute->pipeline.layout, VK_SHADER_STAGE_COMPUTE_BIT, 0, compute->push_bytes, push);
}

void
dispatch(VkCommandBuffer commands, const struct compute *compute, const void *push, uint32_t groups)
{
   bind_compute(commands, compute, push);
   vkCmdDispatch(commands, groups, 1, 1);
   full_barrier(commands);
}
