/*
 * Every memory type gives 1 MiB, and it is memory: Venus answers an allocation before the host has made it, so only
 * work on it tells. A type that gives none must say so with an out-of-memory code.
 */
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "mapping.h"

#define SIZE (1u << 20)

/* The device fills a buffer in the memory and copies it to where the host can look. */
static void
check_contents(const struct device *device, uint32_t type, VkBuffer buffer, const struct buffer *result)
{
   const uint32_t value = 0x7e570000u + type;
   const VkBufferCopy region = {.size = SIZE};
   memset(result->map, 0x5a, SIZE);
   VkCommandBuffer commands = begin_commands(device);
   vkCmdFillBuffer(commands, buffer, 0, SIZE, value);
   full_barrier(commands);
   vkCmdCopyBuffer(commands, buffer, result->handle, 1, &region);
   full_barrier(commands);
   run_commands(device, commands);
   char name[64];
   snprintf(name, sizeof(name), "memory type %u holds what the device wrote", type);
   check_words(name, result->map, SIZE / 4, constant_word, value);
}

static void
check_type(const struct device *device, uint32_t type, const struct buffer *result)
{
   const VkBufferCreateInfo info = {
      .sType = VK_STRUCTURE_TYPE_BUFFER_CREATE_INFO,
      .size = SIZE,
      .usage = VK_BUFFER_USAGE_TRANSFER_SRC_BIT | VK_BUFFER_USAGE_TRANSFER_DST_BIT,
   };
   VkBuffer buffer;
   SETUP(vkCreateBuffer(device->handle, &info, NULL, &buffer));
   VkMemoryRequirements needs;
   vkGetBufferMemoryRequirements(device->handle, buffer, &needs);

   const VkMemoryAllocateInfo allocation = {
      .sType = VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_INFO,
      .allocationSize = needs.size,
      .memoryTypeIndex = type,
   };
   VkDeviceMemory memory;
   const VkResult result_code = vkAllocateMemory(device->handle, &allocation, NULL, &memory);
   char name[64];
   snprintf(name, sizeof(name), "memory type %u: vkAllocateMemory", type);
   check(name, result_code == VK_SUCCESS || is_out_of_memory(result_code),
         "%s is neither success nor an out-of-memory code", vk_result_name(result_code));
   if (result_code == VK_SUCCESS) {
      if (needs.memoryTypeBits & 1u << type) {
         SETUP(vkBindBufferMemory(device->handle, buffer, memory, 0));
         check_contents(device, type, buffer, result);
      }
      vkFreeMemory(device->handle, memory, NULL);
   }
   vkDestroyBuffer(device->handle, buffer, NULL);
}

static void
run(void)
{
   struct device device = open_device();
   struct buffer result = create_host_buffer(&device, SIZE, VK_BUFFER_USAGE_TRANSFER_DST_BIT);
   for (uint32_t type = 0; type < device.memory.memoryTypeCount; type++) {
      if (type_is_plain(&device, type))
         check_type(&device, type, &result);
   }
   destroy_buffer(&device, &result);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "memory/types",
   .title = "Every memory type gives 1 MiB that holds what the device wrote, or is out of memory",
   .run = run,
};
