/*
 * A process exits with work under way and everything still alive: it ends in time and in peace, and the next process
 * finds a device that works.
 */
#include "buffer.h"
#include "commands.h"
#include "fill_check.h"
#include "worker.h"

#define WORKER_MS 15000u
#define BYTES (16u << 20)
#define FILLS 32u

static void
leave_with_work(void *argument)
{
   (void)argument;
   struct device device = open_device();
   struct buffer buffer = create_device_buffer(&device, BYTES, VK_BUFFER_USAGE_TRANSFER_DST_BIT);
   VkCommandBuffer commands = begin_commands(&device);
   for (uint32_t i = 0; i < FILLS; i++) {
      vkCmdFillBuffer(commands, buffer.handle, 0, VK_WHOLE_SIZE, i);
      full_barrier(commands);
   }
   submit_commands(&device, commands, create_fence(&device));
}

static void
run(void)
{
   struct worker leaver = start_worker(leave_with_work, NULL);
   must(check_worker("a process that exits with work under way", &leaver, WORKER_MS));
   struct worker next = start_worker(fill_on_new_device, NULL);
   check_worker("the next process", &next, WORKER_MS);
}

const struct probe this_probe = {
   .id = "lifecycle/exit-with-work",
   .title = "A process that exits with work under way ends in peace, and the next one works",
   .run = run,
};
