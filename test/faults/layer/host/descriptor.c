/* Descriptors and what commands are bound to: lost, or the wrong one. */
#include "../fault.h"

static VKAPI_ATTR void VKAPI_CALL
update_dropped(VkDevice device, uint32_t write_count, const VkWriteDescriptorSet *writes, uint32_t copy_count,
               const VkCopyDescriptorSet *copies)
{
   /* The first write of each call is left, so that the set is not empty. */
   NEXT(vkUpdateDescriptorSets)(device, write_count > 1 ? 1 : write_count, writes, copy_count, copies);
}

static VKAPI_ATTR void VKAPI_CALL
push_dropped(VkCommandBuffer cmd, VkPipelineBindPoint point, VkPipelineLayout layout, uint32_t set, uint32_t count,
             const VkWriteDescriptorSet *writes)
{
   (void)cmd, (void)point, (void)layout, (void)set, (void)count, (void)writes;
}

/* Every range of a buffer descriptor begins 256 bytes late. */
static VKAPI_ATTR void VKAPI_CALL
offset_wrong(VkDevice device, uint32_t write_count, const VkWriteDescriptorSet *writes, uint32_t copy_count,
             const VkCopyDescriptorSet *copies)
{
   for (uint32_t i = 0; i < write_count; i++) {
      VkWriteDescriptorSet write = writes[i];
      VkDescriptorBufferInfo info;
      if (write.descriptorType == VK_DESCRIPTOR_TYPE_STORAGE_BUFFER && write.descriptorCount == 1) {
         info = *write.pBufferInfo;
         if (info.range == VK_WHOLE_SIZE || info.range > 512) {
            info.offset += 256;
            if (info.range != VK_WHOLE_SIZE)
               info.range -= 256;
         }
         write.pBufferInfo = &info;
      }
      NEXT(vkUpdateDescriptorSets)(device, 1, &write, 0, NULL);
   }
   if (copy_count > 0)
      NEXT(vkUpdateDescriptorSets)(device, 0, NULL, copy_count, copies);
}

static VKAPI_ATTR void VKAPI_CALL
vertices_shifted(VkCommandBuffer cmd, uint32_t first, uint32_t count, const VkBuffer *buffers,
                 const VkDeviceSize *offsets)
{
   VkDeviceSize shifted[16];
   if (count > 16)
      return;
   for (uint32_t i = 0; i < count; i++)
      shifted[i] = offsets[i] + 4;
   NEXT(vkCmdBindVertexBuffers)(cmd, first, count, buffers, shifted);
}

static VKAPI_ATTR void VKAPI_CALL
indices_shifted(VkCommandBuffer cmd, VkBuffer buffer, VkDeviceSize offset, VkIndexType type)
{
   NEXT(vkCmdBindIndexBuffer)(cmd, buffer, offset + (type == VK_INDEX_TYPE_UINT32 ? 4 : 2), type);
}

static VKAPI_ATTR VkDeviceAddress VKAPI_CALL
address_off(VkDevice device, const VkBufferDeviceAddressInfo *info)
{
   return NEXT(vkGetBufferDeviceAddress)(device, info) + 16;
}

extern const struct fault descriptor_faults[];
const struct fault descriptor_faults[] = {
   { "descriptor-writes-lost", { HOOK(vkUpdateDescriptorSets, update_dropped) } },
   { "descriptor-offset-wrong", { HOOK(vkUpdateDescriptorSets, offset_wrong) } },
   { "push-descriptors-dropped",
     { HOOK(vkCmdPushDescriptorSetKHR, push_dropped), HOOK(vkCmdPushDescriptorSet, push_dropped) } },
   { "vertices-shifted", { HOOK(vkCmdBindVertexBuffers, vertices_shifted) } },
   { "indices-shifted", { HOOK(vkCmdBindIndexBuffer, indices_shifted) } },
   { "buffer-address-off",
     { HOOK(vkGetBufferDeviceAddress, address_off), HOOK(vkGetBufferDeviceAddressKHR, address_off) } },
   { 0 },
};
