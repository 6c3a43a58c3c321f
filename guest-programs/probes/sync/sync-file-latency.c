/*
 * The same as sync/fence-latency through the kernel: the fence leaves as a sync file, which the guest's virtio-gpu
 * driver signals when the device answers. Venus' own waits mostly read shared memory and do not depend on that answer;
 * window systems and compositors do.
 */
#include <unistd.h>

#include "buffer.h"
#include "fence_fd.h"
#include "quantum.h"
#include "stopwatch.h"

#define SAMPLES 200u
#define FEWEST_SAMPLES 50u
#define MOST_SECONDS 1.0
#define WORD 0x5f11e1a7u
#define TYPE VK_EXTERNAL_FENCE_HANDLE_TYPE_SYNC_FD_BIT

static double
time_sync_file(const struct device *device, VkCommandBuffer commands, VkFence fence)
{
   const double start = seconds_now();
   submit_repeatable(device, commands, fence);
   /* The export resets the fence. */
   const int fd = export_fence(device, fence, TYPE);
   if (!wait_sync_file(fd))
      must(check("the sync file signals", false, "it cannot be read within 3 s"));
   const double took = nanoseconds_since(start);
   if (fd >= 0)
      close(fd);
   return took;
}

static void
run(void)
{
   VkInstance instance = create_instance(NULL, 0);
   if (!can_pass_fences(pick_physical_device(instance), TYPE))
      skip_probe("The device cannot export fences as sync files (VK_KHR_external_fence_fd).");
   struct device device = open_fence_fd_device(instance);
   struct buffer buffer = create_host_buffer(&device, 4, VK_BUFFER_USAGE_TRANSFER_DST_BIT);
   VkCommandBuffer commands = begin_repeatable(&device);
   vkCmdFillBuffer(commands, buffer.handle, 0, 4, WORD);
   full_barrier(commands);
   end_repeatable(commands);
   VkFence fence = create_exportable_fence(&device, TYPE);

   double times[SAMPLES];
   size_t count = 0;
   time_sync_file(&device, commands, fence);
   const double start = seconds_now();
   while (count < SAMPLES && (count < FEWEST_SAMPLES || seconds_now() - start < MOST_SECONDS))
      times[count++] = time_sync_file(&device, commands, fence);
   check_words("the fill", buffer.map, 1, constant_word, WORD);
   report_metric("submit to sync file", "ns", times, count);
   check_no_quantum("the sync files have no quantum of 10 ms", times, count);

   SETUP(vkQueueWaitIdle(device.queue));
   vkDestroyFence(device.handle, fence, NULL);
   destroy_buffer(&device, &buffer);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "sync/sync-file-latency",
   .title = "The time from submission to a readable sync file is no multiple of 10 ms",
   .run = run,
};
