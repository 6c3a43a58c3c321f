/*
 * What the host writes to coherent memory that is mapped all the time is there when the device reads it, without a
 * flush. Where guest and host do not share the pages of a blob, the device keeps reading its own.
 */
#include <stdio.h>
#include <string.h>

#include "buffer.h"
#include "commands.h"

#define ROUNDS 4u
static const size_t sizes[] = {256, 16384, 65536 + 4096, 262144};

/* Recorded before the host writes, so that the contents cannot travel with the commands. */
static VkCommandBuffer
record_copy(const struct device *device, const struct buffer *from, const struct buffer *through,
            const struct buffer *to)
{
   const VkBufferCopy region = {.size = from->size};
   VkCommandBuffer commands = begin_commands(device);
   vkCmdCopyBuffer(commands, from->handle, through->handle, 1, &region);
   full_barrier(commands);
   vkCmdCopyBuffer(commands, through->handle, to->handle, 1, &region);
   full_barrier(commands);
   return commands;
}

static void
check_size(const struct device *device, size_t size)
{
   const VkBufferUsageFlags both = VK_BUFFER_USAGE_TRANSFER_SRC_BIT | VK_BUFFER_USAGE_TRANSFER_DST_BIT;
   struct buffer written = create_host_buffer(device, size, VK_BUFFER_USAGE_TRANSFER_SRC_BIT);
   struct buffer through = create_device_buffer(device, size, both);
   struct buffer read = create_host_buffer(device, size, VK_BUFFER_USAGE_TRANSFER_DST_BIT);
   for (uint32_t round = 0; round < ROUNDS; round++) {
      VkCommandBuffer commands = record_copy(device, &written, &through, &read);
      uint32_t *words = written.map;
      for (size_t i = 0; i < size / 4; i++)
         words[i] = hashed_word(i, round);
      memset(read.map, 0x5a, size);
      run_commands(device, commands);
      char name[64];
      snprintf(name, sizeof(name), "%zu bytes, write %u", size, round + 1);
      check_words(name, read.map, size / 4, hashed_word, round);
   }
   destroy_buffer(device, &written);
   destroy_buffer(device, &through);
   destroy_buffer(device, &read);
}

static void
run(void)
{
   struct device device = open_device();
   for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
      check_size(&device, sizes[i]);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "memory/coherent-host-to-device",
   .title = "The host's writes to coherent memory that stays mapped reach the device",
   .run = run,
};
