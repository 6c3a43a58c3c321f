/*
 * How long from the submission of a tiny fill to the return of vkWaitForFences, again and again. The times are recorded
 * and not judged, but for one pattern: waits that are paced by a timer.
 */
#include "buffer.h"
#include "quantum.h"
#include "stopwatch.h"

#define SAMPLES 500u
#define FEWEST_SAMPLES 50u
/* Under a timer 500 rounds would take 5 s; fewer tell the same. */
#define MOST_SECONDS 1.5
#define WORD 0x1a7e9c70u

static void
run(void)
{
   struct device device = open_device();
   struct buffer buffer = create_host_buffer(&device, 4, VK_BUFFER_USAGE_TRANSFER_DST_BIT);
   VkCommandBuffer commands = begin_repeatable(&device);
   vkCmdFillBuffer(commands, buffer.handle, 0, 4, WORD);
   full_barrier(commands);
   end_repeatable(commands);
   VkFence fence = create_fence(&device);

   double times[SAMPLES];
   size_t count = 0;
   time_submission(&device, commands, fence);
   const double start = seconds_now();
   while (count < SAMPLES && (count < FEWEST_SAMPLES || seconds_now() - start < MOST_SECONDS))
      times[count++] = time_submission(&device, commands, fence);
   check_words("the fill", buffer.map, 1, constant_word, WORD);
   report_metric("submit to signal", "ns", times, count);
   check_no_quantum("the waits have no quantum of 10 ms", times, count);

   vkDestroyFence(device.handle, fence, NULL);
   destroy_buffer(&device, &buffer);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "sync/fence-latency",
   .title = "The time from submission to signal is no multiple of 10 ms",
   .run = run,
};
