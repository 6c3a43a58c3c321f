/* vkCmdCopyBuffer moves single bytes: regions whose offsets and sizes are multiples of nothing, many in one command. */
#include <stdlib.h>
#include <string.h>

#include "buffer.h"
#include "commands.h"

#define SIZE 135169u

/* No two overlap in the destination. */
static const VkBufferCopy regions[] = {
   {.srcOffset = 0, .dstOffset = 1, .size = 1},          {.srcOffset = 3, .dstOffset = 7, .size = 5},
   {.srcOffset = 4095, .dstOffset = 4097, .size = 2},    {.srcOffset = 16383, .dstOffset = 8191, .size = 4099},
   {.srcOffset = 11, .dstOffset = 16385, .size = 65537}, {.srcOffset = 1, .dstOffset = 100003, .size = 30011},
   {.srcOffset = 7, .dstOffset = SIZE - 1, .size = 1},
};
#define REGIONS (sizeof(regions) / sizeof(regions[0]))

static void
run(void)
{
   struct device device = open_device();
   struct buffer source = create_host_buffer(&device, SIZE, VK_BUFFER_USAGE_TRANSFER_SRC_BIT);
   struct buffer middle =
      create_device_buffer(&device, SIZE, VK_BUFFER_USAGE_TRANSFER_SRC_BIT | VK_BUFFER_USAGE_TRANSFER_DST_BIT);
   struct buffer target =
      create_host_buffer(&device, SIZE, VK_BUFFER_USAGE_TRANSFER_SRC_BIT | VK_BUFFER_USAGE_TRANSFER_DST_BIT);
   unsigned char *bytes = source.map, *expected = malloc(SIZE);
   for (uint32_t i = 0; i < SIZE; i++) {
      bytes[i] = (unsigned char)hashed_word(i, 1);
      expected[i] = (unsigned char)hashed_word(i, 2);
   }
   memcpy(target.map, expected, SIZE);
   for (size_t i = 0; i < REGIONS; i++)
      memcpy(expected + regions[i].dstOffset, bytes + regions[i].srcOffset, regions[i].size);

   const VkBufferCopy whole = {.size = SIZE};
   VkCommandBuffer commands = begin_commands(&device);
   vkCmdCopyBuffer(commands, target.handle, middle.handle, 1, &whole);
   full_barrier(commands);
   vkCmdCopyBuffer(commands, source.handle, middle.handle, REGIONS, regions);
   full_barrier(commands);
   vkCmdCopyBuffer(commands, middle.handle, target.handle, 1, &whole);
   full_barrier(commands);
   run_commands(&device, commands);
   check_bytes("the copied regions and what lies between them", target.map, expected, SIZE);

   free(expected);
   destroy_buffer(&device, &source);
   destroy_buffer(&device, &middle);
   destroy_buffer(&device, &target);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "transfer/copy-unaligned",
   .title = "vkCmdCopyBuffer moves regions at any byte and of any size, and nothing else",
   .run = run,
};
