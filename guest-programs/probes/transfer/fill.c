/* vkCmdFillBuffer writes exactly the bytes that it was asked to, in a buffer whose size is no multiple of four. */
#include <stdlib.h>
#include <string.h>

#include "buffer.h"
#include "commands.h"

#define SIZE 262146u

static const struct {
   VkDeviceSize offset, size;
   uint32_t value;
} fills[] = {
   {4, 4, 0x11223344u},
   {4092, 8, 0xdeadbeefu},
   {16380, 40000, 0x01020304u},
   /* To the end, rounded down to a multiple of four: the last two bytes stay. */
   {200000, VK_WHOLE_SIZE, 0xa1b2c3d4u},
};
#define FILLS (sizeof(fills) / sizeof(fills[0]))

static void
apply_expected(unsigned char *bytes)
{
   for (size_t i = 0; i < FILLS; i++) {
      const VkDeviceSize size = fills[i].size == VK_WHOLE_SIZE ? (SIZE - fills[i].offset) / 4 * 4 : fills[i].size;
      for (VkDeviceSize at = 0; at < size; at += 4)
         memcpy(bytes + fills[i].offset + at, &fills[i].value, 4);
   }
}

static void
run(void)
{
   struct device device = open_device();
   struct buffer staging = create_host_buffer(&device, SIZE,
                                              VK_BUFFER_USAGE_TRANSFER_SRC_BIT | VK_BUFFER_USAGE_TRANSFER_DST_BIT);
   struct buffer filled = create_device_buffer(&device, SIZE,
                                               VK_BUFFER_USAGE_TRANSFER_SRC_BIT | VK_BUFFER_USAGE_TRANSFER_DST_BIT);
   unsigned char *expected = malloc(SIZE);
   for (uint32_t i = 0; i < SIZE; i++)
      expected[i] = (unsigned char)hashed_word(i, 7);
   memcpy(staging.map, expected, SIZE);
   apply_expected(expected);

   const VkBufferCopy whole = {.size = SIZE};
   VkCommandBuffer commands = begin_commands(&device);
   vkCmdCopyBuffer(commands, staging.handle, filled.handle, 1, &whole);
   full_barrier(commands);
   for (size_t i = 0; i < FILLS; i++)
      vkCmdFillBuffer(commands, filled.handle, fills[i].offset, fills[i].size, fills[i].value);
   full_barrier(commands);
   vkCmdCopyBuffer(commands, filled.handle, staging.handle, 1, &whole);
   full_barrier(commands);
   run_commands(&device, commands);
   check_bytes("the filled ranges and what lies between them", staging.map, expected, SIZE);

   free(expected);
   destroy_buffer(&device, &staging);
   destroy_buffer(&device, &filled);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "transfer/fill",
   .title = "vkCmdFillBuffer writes the bytes it was asked to and no others",
   .run = run,
};
