/* Timestamps written one after the other, in one command buffer and over several, never go back. */
#include <inttypes.h>

#include "buffer.h"
#include "commands.h"
#include "query.h"

#define SUBMISSIONS 4u
#define EACH 8u
#define COUNT (SUBMISSIONS * EACH)
#define BYTES (256u << 10)

static bool
check_order(const uint64_t *stamps, uint64_t mask)
{
   for (uint32_t i = 1; i < COUNT; i++) {
      /* The counter may wrap once in its bits: what matters is that the step forward is the shorter way. */
      if (((stamps[i] - stamps[i - 1]) & mask) <= mask / 2)
         continue;
      return check("each timestamp is at or after the one before", false,
                   "number %u of %u is %" PRIu64 " after %" PRIu64, i, COUNT, stamps[i], stamps[i - 1]);
   }
   return check("each timestamp is at or after the one before", true, NULL);
}

static void
run(void)
{
   struct device device = open_device();
   const uint32_t bits = timestamp_bits(&device);
   const uint64_t mask = bits >= 64 ? UINT64_MAX : (UINT64_C(1) << bits) - 1;
   struct buffer buffer = create_device_buffer(&device, BYTES, VK_BUFFER_USAGE_TRANSFER_DST_BIT);
   VkQueryPool pool = create_query_pool(&device, VK_QUERY_TYPE_TIMESTAMP, COUNT, 0);

   for (uint32_t i = 0; i < SUBMISSIONS; i++) {
      VkCommandBuffer commands = begin_commands(&device);
      if (i == 0)
         vkCmdResetQueryPool(commands, pool, 0, COUNT);
      for (uint32_t j = 0; j < EACH; j++) {
         vkCmdFillBuffer(commands, buffer.handle, 0, VK_WHOLE_SIZE, j);
         full_barrier(commands);
         vkCmdWriteTimestamp(commands, VK_PIPELINE_STAGE_BOTTOM_OF_PIPE_BIT, pool, i * EACH + j);
      }
      run_commands(&device, commands);
   }

   uint64_t stamps[COUNT];
   must_read_queries(&device, pool, 0, COUNT, 1, stamps);
   check_order(stamps, mask);
   check("timestamps move on", stamps[COUNT - 1] != stamps[0], "the first and the last are both %" PRIu64, stamps[0]);
   uint64_t beyond = 0;
   for (uint32_t i = 0; i < COUNT; i++)
      beyond |= stamps[i] & ~mask;
   check("bits past timestampValidBits are zero", beyond == 0, "0x%" PRIx64 " past %u bits", beyond, bits);

   vkDestroyQueryPool(device.handle, pool, NULL);
   destroy_buffer(&device, &buffer);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "sync/query-timestamp",
   .title = "Timestamps never go back, within a command buffer and from one to the next",
   .run = run,
};
