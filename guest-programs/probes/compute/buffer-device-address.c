/*
 * Addresses of buffers as numbers: a chain that goes from one buffer to the next in an order of its own. The shader
 * notes at each node how it got there.
 */
#include <string.h>

#include "compute.h"
#include "device_options.h"
#include "follow_address_comp.h"

#define NODES 16u

struct node {
   VkDeviceAddress next;
   uint32_t value, seen;
};

struct address_buffer {
   VkBuffer handle;
   VkDeviceMemory memory;
   struct node *node;
   VkDeviceAddress address;
};

static VkPhysicalDeviceBufferDeviceAddressFeatures
address_features(VkPhysicalDevice physical)
{
   VkPhysicalDeviceBufferDeviceAddressFeatures address = {
      .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_BUFFER_DEVICE_ADDRESS_FEATURES,
   };
   VkPhysicalDeviceFeatures2 features = {.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_FEATURES_2, .pNext = &address};
   vkGetPhysicalDeviceFeatures2(physical, &features);
   address.bufferDeviceAddressCaptureReplay = VK_FALSE;
   address.bufferDeviceAddressMultiDevice = VK_FALSE;
   return address;
}

static struct address_buffer
create_address_buffer(const struct device *device)
{
   struct address_buffer buffer;
   const VkBufferCreateInfo info = {
      .sType = VK_STRUCTURE_TYPE_BUFFER_CREATE_INFO,
      .size = sizeof(struct node),
      .usage = VK_BUFFER_USAGE_SHADER_DEVICE_ADDRESS_BIT,
   };
   SETUP(vkCreateBuffer(device->handle, &info, NULL, &buffer.handle));
   VkMemoryRequirements needs;
   vkGetBufferMemoryRequirements(device->handle, buffer.handle, &needs);
   const VkMemoryAllocateFlagsInfo flags = {
      .sType = VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_FLAGS_INFO,
      .flags = VK_MEMORY_ALLOCATE_DEVICE_ADDRESS_BIT,
   };
   const VkMemoryPropertyFlags wanted = VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT | VK_MEMORY_PROPERTY_HOST_COHERENT_BIT;
   const VkMemoryAllocateInfo allocate = {
      .sType = VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_INFO,
      .pNext = &flags,
      .allocationSize = needs.size,
      .memoryTypeIndex = find_memory_type(device, needs.memoryTypeBits, wanted),
   };
   if (allocate.memoryTypeIndex == NO_MEMORY_TYPE)
      fail_setup("No memory type in 0x%x is host-visible and coherent.", needs.memoryTypeBits);
   SETUP(vkAllocateMemory(device->handle, &allocate, NULL, &buffer.memory));
   SETUP(vkBindBufferMemory(device->handle, buffer.handle, buffer.memory, 0));
   buffer.node = map_memory(device, buffer.memory);
   const VkBufferDeviceAddressInfo address = {
      .sType = VK_STRUCTURE_TYPE_BUFFER_DEVICE_ADDRESS_INFO,
      .buffer = buffer.handle,
   };
   buffer.address = vkGetBufferDeviceAddress(device->handle, &address);
   must(check("vkGetBufferDeviceAddress", buffer.address != 0, "the address of a buffer is 0"));
   return buffer;
}

/* Every node once: 5 and NODES have no common divisor. */
static uint32_t
node_at(uint32_t step)
{
   return step * 5 % NODES;
}

static void
run(void)
{
   VkInstance instance = create_instance(NULL, 0);
   const VkPhysicalDeviceBufferDeviceAddressFeatures features = address_features(pick_physical_device(instance));
   if (!features.bufferDeviceAddress)
      skip_probe("The device does not offer the feature bufferDeviceAddress.");
   struct device device = open_device_with(instance, &(struct device_options){.features = &features});
   struct address_buffer nodes[NODES];
   for (uint32_t i = 0; i < NODES; i++)
      nodes[i] = create_address_buffer(&device);
   for (uint32_t step = 0; step < NODES; step++) {
      struct node *node = nodes[node_at(step)].node;
      *node = (struct node){nodes[node_at(step + 1)].address, hashed_word(step, 3), 0};
   }

   const struct {
      VkDeviceAddress first;
      uint32_t count, padding;
   } push = {nodes[node_at(0)].address, NODES, 0};
   struct pipeline pipeline =
      create_compute_pipeline(&device, SHADER(follow_address_comp), VK_NULL_HANDLE, sizeof(push));
   VkCommandBuffer commands = begin_commands(&device);
   vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_COMPUTE, pipeline.handle);
   vkCmdPushConstants(commands, pipeline.layout, VK_SHADER_STAGE_COMPUTE_BIT, 0, sizeof(push), &push);
   vkCmdDispatch(commands, 1, 1, 1);
   full_barrier(commands);
   run_commands(&device, commands);
   for (uint32_t step = 0; step < NODES; step++)
      check_number("what the shader wrote at a node", hashed_word(step, 3) * 3u + step,
                   nodes[node_at(step)].node->seen);

   destroy_pipeline(&device, &pipeline);
   for (uint32_t i = 0; i < NODES; i++) {
      vkDestroyBuffer(device.handle, nodes[i].handle, NULL);
      vkFreeMemory(device.handle, nodes[i].memory, NULL);
   }
   close_device(&device);
}

const struct probe this_probe = {
   .id = "compute/buffer-device-address",
   .title = "A shader follows addresses from one buffer to the next",
   .run = run,
};
