/*
 * vkCmdUpdateBuffer carries its bytes inside the command stream: small ones, the largest allowed (65536), and all of
 * them together, which is more than one chunk of the stream holds.
 */
#include <stdlib.h>
#include <string.h>

#include "buffer.h"
#include "commands.h"

#define SIZE (512u << 10)
#define LARGEST 65536u

static const struct {
   VkDeviceSize offset, size;
} updates[] = {
   {4, 4}, {4088, 16}, {16380, 4100}, {65540, LARGEST}, {200000, LARGEST}, {300004, 65532}, {SIZE - 4, 4},
};
#define UPDATES (sizeof(updates) / sizeof(updates[0]))

static void
run(void)
{
   struct device device = open_device();
   struct buffer staging = create_host_buffer(&device, SIZE, VK_BUFFER_USAGE_TRANSFER_DST_BIT);
   struct buffer updated =
      create_device_buffer(&device, SIZE, VK_BUFFER_USAGE_TRANSFER_SRC_BIT | VK_BUFFER_USAGE_TRANSFER_DST_BIT);
   unsigned char *expected = malloc(SIZE);
   memset(expected, 0x5a, SIZE);
   uint32_t data[LARGEST / 4];

   VkCommandBuffer commands = begin_commands(&device);
   vkCmdFillBuffer(commands, updated.handle, 0, VK_WHOLE_SIZE, 0x5a5a5a5au);
   full_barrier(commands);
   for (uint32_t i = 0; i < UPDATES; i++) {
      for (uint32_t at = 0; at < LARGEST / 4; at++)
         data[at] = hashed_word(at, i);
      vkCmdUpdateBuffer(commands, updated.handle, updates[i].offset, updates[i].size, data);
      memcpy(expected + updates[i].offset, data, updates[i].size);
      /* The call has copied what it needs. */
      memset(data, 0, sizeof(data));
   }
   full_barrier(commands);
   vkCmdCopyBuffer(commands, updated.handle, staging.handle, 1, &(VkBufferCopy){.size = SIZE});
   full_barrier(commands);
   run_commands(&device, commands);
   check_bytes("the updated ranges and what lies between them", staging.map, expected, SIZE);

   free(expected);
   destroy_buffer(&device, &staging);
   destroy_buffer(&device, &updated);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "transfer/update",
   .title = "vkCmdUpdateBuffer writes the bytes that it was given, up to 65536 at once",
   .run = run,
};
