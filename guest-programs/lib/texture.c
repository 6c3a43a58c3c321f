#include "texture.h"

VkSampler
create_sampler(const struct device *device, VkFilter filter, VkSamplerAddressMode across, VkSamplerAddressMode down)
{
   const VkSamplerCreateInfo info = {
      .sType = VK_STRUCTURE_TYPE_SAMPLER_CREATE_INFO,
      .magFilter = filter,
      .minFilter = filter,
      .addressModeU = across,
      .addressModeV = down,
   };
   VkSampler sampler;
   SETUP(vkCreateSampler(device->handle, &info, NULL, &sampler));
   return sampler;
}

void
bind_texture(const struct device *device, VkDescriptorSet set, const struct image *texture, VkSampler sampler)
{
   const VkDescriptorImageInfo info = {sampler, texture->view, VK_IMAGE_LAYOUT_SHADER_READ_ONLY_OPTIMAL};
   const VkWriteDescriptorSet write = {
      .sType = VK_STRUCTURE_TYPE_WRITE_DESCRIPTOR_SET,
      .dstSet = set,
      .descriptorCount = 1,
      .descriptorType = VK_DESCRIPTOR_TYPE_COMBINED_IMAGE_SAMPLER,
      .pImageInfo = &info,
   };
   vkUpdateDescriptorSets(device->handle, 1, &write, 0, NULL);
}
