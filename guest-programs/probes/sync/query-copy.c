/*
 * vkCmdCopyQueryPoolResults writes what vkGetQueryPoolResults gives, at the offset and stride asked for, as 64-bit and
 * as 32-bit values, with and without availability, and nothing between.
 */
#include <string.h>

#include "buffer.h"
#include "commands.h"
#include "query.h"

#define COUNT 6u
#define SIZE 1024u
#define OFFSET_WIDE 32u
#define STRIDE_WIDE 40u
#define OFFSET_NARROW 516u
#define STRIDE_NARROW 12u
#define GUARD 0xa5

static void
run(void)
{
   struct device device = open_device();
   timestamp_bits(&device);
   VkQueryPool pool = create_query_pool(&device, VK_QUERY_TYPE_TIMESTAMP, COUNT, 0);
   struct buffer buffer = create_host_buffer(&device, SIZE, VK_BUFFER_USAGE_TRANSFER_DST_BIT);
   memset(buffer.map, GUARD, SIZE);

   VkCommandBuffer commands = begin_commands(&device);
   vkCmdResetQueryPool(commands, pool, 0, COUNT);
   for (uint32_t i = 0; i < COUNT; i++)
      vkCmdWriteTimestamp(commands, VK_PIPELINE_STAGE_BOTTOM_OF_PIPE_BIT, pool, i);
   vkCmdCopyQueryPoolResults(
      commands, pool, 0, COUNT, buffer.handle, OFFSET_WIDE, STRIDE_WIDE,
      VK_QUERY_RESULT_64_BIT | VK_QUERY_RESULT_WAIT_BIT | VK_QUERY_RESULT_WITH_AVAILABILITY_BIT);
   /* All but the first, as 32 bits. */
   vkCmdCopyQueryPoolResults(commands, pool, 1, COUNT - 1, buffer.handle, OFFSET_NARROW, STRIDE_NARROW,
                             VK_QUERY_RESULT_WAIT_BIT);
   full_barrier(commands);
   run_commands(&device, commands);

   uint64_t values[COUNT];
   must_read_queries(&device, pool, 0, COUNT, 1, values);
   unsigned char expected[SIZE];
   memset(expected, GUARD, SIZE);
   for (uint32_t i = 0; i < COUNT; i++) {
      /* A result that is available says so with any value but zero. */
      uint64_t pair[2] = {values[i], 0};
      memcpy(&pair[1], (const char *)buffer.map + OFFSET_WIDE + i * STRIDE_WIDE + sizeof(pair[0]), sizeof(pair[1]));
      check("each result is available", pair[1] != 0, "query %u is not", i);
      memcpy(expected + OFFSET_WIDE + i * STRIDE_WIDE, pair, sizeof(pair));
      if (i == 0)
         continue;
      /* The low half, or the largest value where the result does not fit: the specification leaves that open. */
      uint32_t narrow = (uint32_t)values[i];
      uint32_t seen;
      memcpy(&seen, (const char *)buffer.map + OFFSET_NARROW + (i - 1) * STRIDE_NARROW, sizeof(seen));
      if (values[i] > UINT32_MAX && seen == UINT32_MAX)
         narrow = UINT32_MAX;
      memcpy(expected + OFFSET_NARROW + (i - 1) * STRIDE_NARROW, &narrow, sizeof(narrow));
   }
   check_bytes("the results in the buffer and what lies between them", buffer.map, expected, SIZE);

   vkDestroyQueryPool(device.handle, pool, NULL);
   destroy_buffer(&device, &buffer);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "sync/query-copy",
   .title = "Query results copied by a command are those that the host reads, and nothing else is written",
   .run = run,
};
