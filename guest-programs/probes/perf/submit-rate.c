/* How many submissions a second go out and are done when nobody waits between them. */
#include <string.h>

#include "relay.h"
#include "stopwatch.h"

#define ROUNDS 20u
#define SUBMISSIONS 100u

static void
run(void)
{
   struct device device = open_device();
   struct relay relay = create_relay(&device, SUBMISSIONS, 0x50b3a7e0u);
   VkFence fence = create_fence(&device);
   VkCommandBuffer steps[SUBMISSIONS];
   for (uint32_t i = 0; i < SUBMISSIONS; i++) {
      steps[i] = begin_repeatable(&device);
      record_relay_step(steps[i], &relay, i);
      end_repeatable(steps[i]);
   }

   double rates[ROUNDS];
   for (uint32_t round = 0; round < ROUNDS; round++) {
      memset((uint32_t *)relay.cells.map + 1, 0, SUBMISSIONS * sizeof(uint32_t));
      const double start = seconds_now();
      for (uint32_t i = 0; i + 1 < SUBMISSIONS; i++)
         submit_repeatable(&device, steps[i], VK_NULL_HANDLE);
      time_submission(&device, steps[SUBMISSIONS - 1], fence);
      rates[round] = SUBMISSIONS / (seconds_now() - start);
      must(check_relay(&relay, SUBMISSIONS, "every submission of a round ran, in order"));
   }
   report_metric("submissions", "1/s", rates, ROUNDS);

   vkDestroyFence(device.handle, fence, NULL);
   destroy_relay(&device, &relay);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "perf/submit-rate",
   .title = "Submissions a second when nobody waits between them",
   .run = run,
};
