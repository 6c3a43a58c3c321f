/*
 * A wait that must time out does: at once with a time-out of zero, and not before its time with another. The upper
 * bounds are far above what any machine needs; they catch a wait that blocks until the driver gives up.
 */
#include "commands.h"

#define ROUNDS 50
#define SOME_NS UINT64_C(50000000)
#define MOST_SECONDS 2.0

static void
run(void)
{
   struct device device = open_device();
   VkFence fence = create_fence(&device);

   double start = seconds_now();
   for (int i = 0; i < ROUNDS; i++)
      must(check_result("a wait of 0 ns", VK_TIMEOUT, vkWaitForFences(device.handle, 1, &fence, VK_TRUE, 0)));
   double took = seconds_now() - start;
   check("50 waits of 0 ns return at once", took < MOST_SECONDS, "they took %.3f s", took);

   start = seconds_now();
   check_result("a wait of 50 ms", VK_TIMEOUT, vkWaitForFences(device.handle, 1, &fence, VK_TRUE, SOME_NS));
   took = seconds_now() - start;
   check("a wait of 50 ms lasts that long", took * 1e9 >= SOME_NS, "it took %.6f s", took);
   check("a wait of 50 ms comes to its end", took < MOST_SECONDS, "it took %.3f s", took);

   submit_commands(&device, VK_NULL_HANDLE, fence);
   must_signal(&device, fence, "the same fence with work");
   check_result("a wait of 0 ns for what has signalled", VK_SUCCESS,
                vkWaitForFences(device.handle, 1, &fence, VK_TRUE, 0));

   vkDestroyFence(device.handle, fence, NULL);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "sync/fence-timeout-zero",
   .title = "A wait for a fence without work times out: at once, or after the time that it was given",
   .run = run,
};
