/* How fast the device copies from one of its buffers to another. */
#include "buffer.h"
#include "stopwatch.h"

#define BYTES (8u << 20)
#define SAMPLES 10u

static void
run(void)
{
   struct device device = open_device();
   const VkBufferUsageFlags both = VK_BUFFER_USAGE_TRANSFER_SRC_BIT | VK_BUFFER_USAGE_TRANSFER_DST_BIT;
   struct buffer from = create_device_buffer(&device, BYTES, both), to = create_device_buffer(&device, BYTES, both);
   struct buffer result = create_host_buffer(&device, BYTES, VK_BUFFER_USAGE_TRANSFER_DST_BIT);
   const VkBufferCopy whole = {.size = BYTES};
   VkCommandBuffer fill = begin_commands(&device);
   vkCmdFillBuffer(fill, from.handle, 0, VK_WHOLE_SIZE, 0xc0b1c0b1u);
   vkCmdFillBuffer(fill, to.handle, 0, VK_WHOLE_SIZE, 0);
   full_barrier(fill);
   run_commands(&device, fill);

   VkCommandBuffer copy = begin_repeatable(&device);
   vkCmdCopyBuffer(copy, from.handle, to.handle, 1, &whole);
   full_barrier(copy);
   end_repeatable(copy);
   VkFence fence = create_fence(&device);
   double rates[SAMPLES];
   time_submission(&device, copy, fence);
   for (uint32_t i = 0; i < SAMPLES; i++)
      rates[i] = BYTES / (time_submission(&device, copy, fence) / 1e9);
   report_metric("copy between buffers", "B/s", rates, SAMPLES);

   VkCommandBuffer read = begin_commands(&device);
   vkCmdCopyBuffer(read, to.handle, result.handle, 1, &whole);
   full_barrier(read);
   run_commands(&device, read);
   check_words("the copy", result.map, BYTES / 4, constant_word, 0xc0b1c0b1u);

   vkDestroyFence(device.handle, fence, NULL);
   destroy_buffer(&device, &from);
   destroy_buffer(&device, &to);
   destroy_buffer(&device, &result);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "perf/copy-bandwidth",
   .title = "Bytes a second that the device copies between its buffers",
   .run = run,
};
