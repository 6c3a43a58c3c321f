/*
 * A fence on real work signals, and not before the work is done: when the wait returns, the last word of the fill is
 * there. Several rounds, each with its own value, so that a stale result is no pass.
 */
#include "buffer.h"
#include "commands.h"

#define BYTES (4u << 20)
#define ROUNDS 8

static void
run(void)
{
   struct device device = open_device();
   struct buffer buffer = create_host_buffer(&device, BYTES, VK_BUFFER_USAGE_TRANSFER_DST_BIT);
   double times[ROUNDS];

   for (uint32_t round = 0; round < ROUNDS; round++) {
      const uint32_t value = 0x51de0000u + round;
      VkCommandBuffer commands = begin_commands(&device);
      vkCmdFillBuffer(commands, buffer.handle, 0, VK_WHOLE_SIZE, value);
      full_barrier(commands);

      VkFence fence = create_fence(&device);
      const double start = seconds_now();
      submit_commands(&device, commands, fence);
      must_signal(&device, fence, "vkWaitForFences");
      times[round] = nanoseconds_since(start);
      must(check_words("the fill when the wait returns", buffer.map, BYTES / 4, constant_word, value));
      vkDestroyFence(device.handle, fence, NULL);
      vkFreeCommandBuffers(device.handle, device.pool, 1, &commands);
   }
   report_metric("submit to signal", "ns", times, ROUNDS);

   destroy_buffer(&device, &buffer);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "sync/fence-work",
   .title = "A fence on a fill signals when the fill is visible, not before",
   .run = run,
};
