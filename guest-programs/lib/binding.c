#include "render.h"

#define MAX_BINDINGS 8u

struct binding
create_bindings(const struct device *device, VkDescriptorType type, VkShaderStageFlags stage, uint32_t count)
{
   struct binding binding;
   VkDescriptorSetLayoutBinding slots[MAX_BINDINGS];
   if (count > MAX_BINDINGS)
      fail_setup("create_bindings takes at most %u bindings.", MAX_BINDINGS);
   for (uint32_t i = 0; i < count; i++)
      slots[i] = (VkDescriptorSetLayoutBinding){
         .binding = i,
         .descriptorType = type,
         .descriptorCount = 1,
         .stageFlags = stage,
      };
   const VkDescriptorSetLayoutCreateInfo layout = {
      .sType = VK_STRUCTURE_TYPE_DESCRIPTOR_SET_LAYOUT_CREATE_INFO,
      .bindingCount = count,
      .pBindings = slots,
   };
   SETUP(vkCreateDescriptorSetLayout(device->handle, &layout, NULL, &binding.layout));

   const VkDescriptorPoolSize size = {.type = type, .descriptorCount = count};
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

struct binding
create_binding(const struct device *device, VkDescriptorType type, VkShaderStageFlags stage)
{
   return create_bindings(device, type, stage, 1);
}

void
destroy_binding(const struct device *device, struct binding *binding)
{
   vkDestroyDescriptorPool(device->handle, binding->pool, NULL);
   vkDestroyDescriptorSetLayout(device->handle, binding->layout, NULL);
}
