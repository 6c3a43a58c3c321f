/* A process is killed while its work runs, again and again; each time the next process finds a device that works. */
#include <stdatomic.h>

#include "buffer.h"
#include "commands.h"
#include "fill_check.h"
#include "worker.h"

#define KILLS 3u
#define WORKER_MS 15000u
#define BYTES (4u << 20)
#define FILLS 16u

struct progress {
   atomic_uint submissions;
};

/* Submits work until it is killed, so that some is always under way. */
static void
work_for_ever(void *argument)
{
   struct progress *progress = argument;
   struct device device = open_device();
   struct buffer buffer = create_device_buffer(&device, BYTES, VK_BUFFER_USAGE_TRANSFER_DST_BIT);
   for (uint32_t round = 0;; round++) {
      VkCommandBuffer commands = begin_commands(&device);
      for (uint32_t i = 0; i < FILLS; i++) {
         vkCmdFillBuffer(commands, buffer.handle, 0, VK_WHOLE_SIZE, round + i);
         full_barrier(commands);
      }
      VkFence fence = create_fence(&device);
      submit_commands(&device, commands, fence);
      atomic_fetch_add(&progress->submissions, 1);
      must_signal(&device, fence, "work that is to be killed");
      vkDestroyFence(device.handle, fence, NULL);
      vkFreeCommandBuffers(device.handle, device.pool, 1, &commands);
   }
}

static bool
has_submitted(struct progress *progress, unsigned count)
{
   const double end = seconds_now() + WORKER_MS / 1e3;
   while (atomic_load(&progress->submissions) < count && seconds_now() < end)
      sleep_ms(1);
   return atomic_load(&progress->submissions) >= count;
}

static void
run(void)
{
   struct progress *progress = shared_memory(sizeof(*progress));
   for (unsigned i = 0; i < KILLS; i++) {
      atomic_store(&progress->submissions, 0);
      struct worker victim = start_worker(work_for_ever, progress);
      const bool at_work = has_submitted(progress, i + 1);
      kill_worker(&victim);
      must(check("a process at work", at_work, "it submitted nothing in %u ms", WORKER_MS));
      struct worker next = start_worker(fill_on_new_device, NULL);
      must(check_worker("the next process", &next, WORKER_MS));
   }
}

const struct probe this_probe = {
   .id = "lifecycle/kill-mid-submit",
   .title = "A process that is killed while its work runs leaves a device that works",
   .run = run,
};
