#include "render.h"

struct binding
create_binding(const struct device *device, VkDescriptorType type, VkShaderStageFlags stage)
{
   struct binding binding;
   const VkDescriptorSetLayoutBinding slot = {.descriptorType = type, .descriptorCount = 1, .stageFlags = stage};
   const VkDescriptorSetLayoutCreateInfo layout = {
      .sType = VK_STRUCTURE_TYPE_DESCRIPTOR_SET_LAYOUT_CREATE_INFO,
      .bindingCount = 1,
      .pBindings = &slot,
   };
   SETUP(vkCreateDescriptorSetLayout(device->handle, &layout, NULL, &binding.layout));

   const VkDescriptorPoolSize size = {.type = type, .descriptorCount = 1};
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

void
destroy_binding(const struct device *device, struct binding *binding)
{
   vkDestroyDescriptorPool(device->handle, binding->pool, NULL);
   vkDestroyDescriptorSetLayout(device->handle, binding->layout, NULL);
}
