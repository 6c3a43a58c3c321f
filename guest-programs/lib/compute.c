#include "compute.h"

VkDescriptorBufferInfo
whole_buffer(const struct buffer *buffer)
{
   return (VkDescriptorBufferInfo){.buffer = buffer->handle, .range = VK_WHOLE_SIZE};
}

static struct binding
create_storage_set(const struct device *device, const struct compute_options *options)
{
   struct binding binding;
   VkDescriptorSetLayoutBinding slots[MAX_STORAGE_BUFFERS];
   for (uint32_t i = 0; i < options->range_count; i++) {
      slots[i] = (VkDescriptorSetLayoutBinding){
         .binding = i,
         .descriptorType = VK_DESCRIPTOR_TYPE_STORAGE_BUFFER,
         .descriptorCount = 1,
         .stageFlags = VK_SHADER_STAGE_COMPUTE_BIT,
      };
   }
   const VkDescriptorSetLayoutCreateInfo layout = {
      .sType = VK_STRUCTURE_TYPE_DESCRIPTOR_SET_LAYOUT_CREATE_INFO,
      .bindingCount = options->range_count,
      .pBindings = slots,
   };
   SETUP(vkCreateDescriptorSetLayout(device->handle, &layout, NULL, &binding.layout));
   const VkDescriptorPoolSize size = {VK_DESCRIPTOR_TYPE_STORAGE_BUFFER, MAX_STORAGE_BUFFERS};
   const VkDescriptorPoolCreateInfo pool = {
      .sType = VK_STRUCTURE_TYPE_DESCRIPTOR_POOL_CREATE_INFO,
      .maxSets = 1,
      .poolSizeCount = 1,
      .pPoolSizes = &size,
   };
   SETUP(vkCreateDescriptorPool(device->handle, &pool, NULL, &binding.pool));
   const VkDescriptorSetAllocateInfo set = {
      .sType = VK_STRUCTURE_TYPE_DESCRIPTOR_SET_ALLOCATE_INFO,
      .descriptorPool = binding.pool,
      .descriptorSetCount = 1,
      .pSetLayouts = &binding.layout,
   };
   SETUP(vkAllocateDescriptorSets(device->handle, &set, &binding.set));
   return binding;
}

struct compute
create_compute(const struct device *device, const struct compute_options *options)
{
   struct compute compute = {
      .binding = create_storage_set(device, options),
      .push_bytes = options->push_bytes,
   };
   for (uint32_t i = 0; i < options->range_count; i++) {
      const VkWriteDescriptorSet write = {
         .sType = VK_STRUCTURE_TYPE_WRITE_DESCRIPTOR_SET,
         .dstSet = compute.binding.set,
         .dstBinding = i,
         .descriptorCount = 1,
         .descriptorType = VK_DESCRIPTOR_TYPE_STORAGE_BUFFER,
         .pBufferInfo = &options->ranges[i],
      };
      vkUpdateDescriptorSets(device->handle, 1, &write, 0, NULL);
   }
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
