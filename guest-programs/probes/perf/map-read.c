/* How fast the guest reads what the device wrote to mapped memory. */
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
   struct buffer mapped = create_host_buffer(&device, BYTES, VK_BUFFER_USAGE_TRANSFER_DST_BIT);
   uint32_t *words = malloc(BYTES);
   memset(words, 0, BYTES);

   double rates[SAMPLES];
   for (uint32_t i = 0; i < SAMPLES; i++) {
      VkCommandBuffer commands = begin_commands(&device);
      vkCmdFillBuffer(commands, mapped.handle, 0, VK_WHOLE_SIZE, 0x3eadbac0u + i);
      full_barrier(commands);
      run_commands(&device, commands);
      const double start = seconds_now();
      memcpy(words, mapped.map, BYTES);
      rates[i] = BYTES / (seconds_now() - start);
      must(check_words("what is read", words, BYTES / 4, constant_word, 0x3eadbac0u + i));
   }
   report_metric("read from mapped memory", "B/s", rates, SAMPLES);

   free(words);
   destroy_buffer(&device, &mapped);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "perf/map-read",
   .title = "Bytes a second that are read from mapped memory",
   .run = run,
};
