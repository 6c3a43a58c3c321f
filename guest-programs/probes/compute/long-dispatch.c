/*
 * One dispatch that keeps the device busy for about two seconds. Nothing may take it for stuck: the guest's driver
 * gives up a single wait after 3.5 s, so the probe waits in short turns, as an application's main loop does. The size is
 * found by timing smaller dispatches; the result is the same at every size, and no check looks at the time.
 */
#include <string.h>

#include "compute.h"
#include "long_comp.h"

#define GROUP 64u
#define STEPS (1024u * 16u)
#define GOAL_S 2.0
/* Long enough to tell the device's time from the way there and back. */
#define MEASURED_S 0.1
#define TURN_NS UINT64_C(500000000)
/* Far beyond the goal, on a machine that others keep busy. */
#define TURNS 30
/* Every implementation takes this many workgroups in x and in y. */
#define MAX_GROUPS 65535u

struct results {
   uint32_t invocations;
   uint32_t words[GROUP];
};

static uint32_t
state_after_steps(size_t index, uint32_t seed)
{
   (void)seed;
   uint32_t state = (uint32_t)index;
   for (uint32_t i = 0; i < STEPS; i++)
      state = state * 1664525u + 1013904223u;
   return state;
}

static void
wait_in_turns(const struct device *device, VkFence fence)
{
   VkResult result = VK_TIMEOUT;
   for (int turn = 0; turn < TURNS && result == VK_TIMEOUT; turn++)
      result = vkWaitForFences(device->handle, 1, &fence, VK_TRUE, TURN_NS);
   must(check_result("vkWaitForFences in turns", VK_SUCCESS, result));
}

/* Runs rows of workgroups, `width` in each, and checks what they left. Returns the seconds until the signal. */
static double
run_groups(const struct device *device, const struct compute *compute, struct results *results, uint32_t width,
           uint32_t rows)
{
   memset(results, 0, sizeof(*results));
   VkCommandBuffer commands = begin_commands(device);
   bind_compute(commands, compute, NULL);
   vkCmdDispatch(commands, width, rows, 1);
   full_barrier(commands);
   VkFence fence = create_fence(device);
   const double start = seconds_now();
   submit_commands(device, commands, fence);
   wait_in_turns(device, fence);
   const double seconds = seconds_now() - start;
   must(check_number("invocations", width * rows * GROUP, results->invocations));
   must(check_words("the ends of the chains", results->words, GROUP, state_after_steps, 0));
   vkDestroyFence(device->handle, fence, NULL);
   vkFreeCommandBuffers(device->handle, device->pool, 1, &commands);
   return seconds;
}

static void
run(void)
{
   struct device device = open_device();
   struct buffer buffer = create_host_buffer(&device, sizeof(struct results), VK_BUFFER_USAGE_STORAGE_BUFFER_BIT);
   struct compute compute = create_compute(&device, &(struct compute_options){
                                                       .code = SHADER(long_comp),
                                                       .ranges = {whole_buffer(&buffer)},
                                                       .range_count = 1,
                                                    });
   uint32_t width = 16;
   double seconds = run_groups(&device, &compute, buffer.map, width, 1);
   while (seconds < MEASURED_S && width < MAX_GROUPS / 4) {
      width *= 4;
      seconds = run_groups(&device, &compute, buffer.map, width, 1);
   }
   const double rows = GOAL_S / seconds;
   const uint32_t whole_rows = rows < 1 ? 1 : rows > 256 ? 256 : (uint32_t)rows;
   seconds = run_groups(&device, &compute, buffer.map, width, whole_rows);
   report_metric("one dispatch", "s", &seconds, 1);

   destroy_compute(&device, &compute);
   destroy_buffer(&device, &buffer);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "compute/long-dispatch",
   .title = "A dispatch of about two seconds ends with the right result",
   .run = run,
};
