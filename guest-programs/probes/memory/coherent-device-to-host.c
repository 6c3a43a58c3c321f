/*
 * What the device writes to coherent memory that is mapped all the time is there when the fence has signalled, without
 * an invalidation. Where guest and host do not share the pages of a blob, the guest keeps seeing its own.
 */
#include <stdio.h>
#include <string.h>

#include "buffer.h"
#include "commands.h"

#define ROUNDS 4
static const size_t sizes[] = {256, 16384, 65536 + 4096, 1 << 20};

static void
check_size(const struct device *device, size_t size)
{
   struct buffer source = create_device_buffer(device, size,
                                               VK_BUFFER_USAGE_TRANSFER_DST_BIT | VK_BUFFER_USAGE_TRANSFER_SRC_BIT);
   struct buffer mapped = create_host_buffer(device, size, VK_BUFFER_USAGE_TRANSFER_DST_BIT);
   for (uint32_t round = 0; round < ROUNDS; round++) {
      const uint32_t value = 0xc0de0000u + round;
      /* The guest's own write must give way to the device's. */
      memset(mapped.map, 0x5a, size);
      VkCommandBuffer commands = begin_commands(device);
      if (round % 2 == 0) {
         vkCmdFillBuffer(commands, mapped.handle, 0, VK_WHOLE_SIZE, value);
      } else {
         const VkBufferCopy region = {.size = size};
         vkCmdFillBuffer(commands, source.handle, 0, VK_WHOLE_SIZE, value);
         full_barrier(commands);
         vkCmdCopyBuffer(commands, source.handle, mapped.handle, 1, &region);
      }
      full_barrier(commands);
      run_commands(device, commands);

      char name[64];
      snprintf(name, sizeof(name), "%zu bytes by a %s", size, round % 2 == 0 ? "fill" : "copy");
      check_words(name, mapped.map, size / 4, constant_word, value);
   }
   destroy_buffer(device, &source);
   destroy_buffer(device, &mapped);
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
   .id = "memory/coherent-device-to-host",
   .title = "The device's writes to coherent memory reach a mapping that was there before",
   .run = run,
};
