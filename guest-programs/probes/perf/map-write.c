/* How fast the guest writes to mapped memory of the device. */
#include <stdlib.h>
#include <string.h>

#include "buffer.h"
#include "commands.h"

#define BYTES (4u << 20)
#define SAMPLES 12u

static void
run(void)
{
   struct device device = open_device();
   struct buffer mapped = create_host_buffer(&device, BYTES, VK_BUFFER_USAGE_TRANSFER_SRC_BIT);
   struct buffer copy = create_host_buffer(&device, BYTES, VK_BUFFER_USAGE_TRANSFER_DST_BIT);
   uint32_t *words = malloc(BYTES);
   for (uint32_t i = 0; i < BYTES / 4; i++)
      words[i] = hashed_word(i, 11);

   double rates[SAMPLES];
   memset(mapped.map, 0, BYTES);
   for (uint32_t i = 0; i < SAMPLES; i++) {
      const double start = seconds_now();
      memcpy(mapped.map, words, BYTES);
      rates[i] = BYTES / (seconds_now() - start);
   }
   report_metric("write to mapped memory", "B/s", rates, SAMPLES);

   VkCommandBuffer commands = begin_commands(&device);
   vkCmdCopyBuffer(commands, mapped.handle, copy.handle, 1, &(VkBufferCopy){.size = BYTES});
   full_barrier(commands);
   run_commands(&device, commands);
   check_words("what the device reads", copy.map, BYTES / 4, hashed_word, 11);

   free(words);
   destroy_buffer(&device, &mapped);
   destroy_buffer(&device, &copy);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "perf/map-write",
   .title = "Bytes a second that are written to mapped memory",
   .run = run,
};
