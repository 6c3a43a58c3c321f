/* The time from the submission of one small fill to the return of the wait for its fence. */
#include "buffer.h"
#include "stopwatch.h"

#define SAMPLES 400u
#define WARM_UP 20u
#define WORD 0x50b317a1u

static void
run(void)
{
   struct device device = open_device();
   struct buffer buffer = create_host_buffer(&device, 4096, VK_BUFFER_USAGE_TRANSFER_DST_BIT);
   VkCommandBuffer commands = begin_repeatable(&device);
   vkCmdFillBuffer(commands, buffer.handle, 0, VK_WHOLE_SIZE, WORD);
   full_barrier(commands);
   end_repeatable(commands);
   VkFence fence = create_fence(&device);

   double times[SAMPLES];
   for (uint32_t i = 0; i < WARM_UP; i++)
      time_submission(&device, commands, fence);
   for (uint32_t i = 0; i < SAMPLES; i++)
      times[i] = time_submission(&device, commands, fence);
   report_metric("submit and wait", "ns", times, SAMPLES);
   check_words("the fill", buffer.map, 4096 / 4, constant_word, WORD);

   vkDestroyFence(device.handle, fence, NULL);
   destroy_buffer(&device, &buffer);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "perf/submit-wait",
   .title = "The time to submit one piece of work and wait for it",
   .run = run,
};
