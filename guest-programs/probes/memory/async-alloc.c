/*
 * Many allocations in a row, none of which waits for the host, are all there when work uses them: Venus answers an
 * allocation at once and lets the host make it later, and each use must come after its allocation.
 */
#include <string.h>

#include "buffer.h"
#include "commands.h"

#define COUNT 200u
#define SIZE 4096u

static uint32_t
word_of_buffer(size_t index, uint32_t seed)
{
   return hashed_word(index / (SIZE / 4), seed);
}

static void
run(void)
{
   struct device device = open_device();
   const VkBufferUsageFlags both = VK_BUFFER_USAGE_TRANSFER_SRC_BIT | VK_BUFFER_USAGE_TRANSFER_DST_BIT;
   struct buffer result = create_host_buffer(&device, COUNT * SIZE, VK_BUFFER_USAGE_TRANSFER_DST_BIT);
   memset(result.map, 0x5a, COUNT * SIZE);

   struct buffer buffers[COUNT];
   for (uint32_t i = 0; i < COUNT; i++)
      buffers[i] = create_device_buffer(&device, SIZE, both);
   VkCommandBuffer commands = begin_commands(&device);
   for (uint32_t i = 0; i < COUNT; i++)
      vkCmdFillBuffer(commands, buffers[i].handle, 0, SIZE, hashed_word(i, COUNT));
   full_barrier(commands);
   for (uint32_t i = 0; i < COUNT; i++) {
      const VkBufferCopy region = {.dstOffset = i * SIZE, .size = SIZE};
      vkCmdCopyBuffer(commands, buffers[i].handle, result.handle, 1, &region);
   }
   full_barrier(commands);
   run_commands(&device, commands);
   check_words("every allocation holds its own words", result.map, COUNT * SIZE / 4, word_of_buffer, COUNT);

   for (uint32_t i = 0; i < COUNT; i++)
      destroy_buffer(&device, &buffers[i]);
   destroy_buffer(&device, &result);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "memory/async-alloc",
   .title = "200 allocations that nothing waits for are all there when work uses them",
   .run = run,
};
