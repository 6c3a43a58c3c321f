/*
 * A fence on an empty submission signals. The smallest thing that crosses the whole stack and comes back: with Venus'
 * fence feedback a vkCmdFillBuffer on the host writes the status that the guest polls, so a lost write shows as
 * VK_TIMEOUT here and as a pass in the variant without feedback.
 */
#include "commands.h"

static void
run(void)
{
   struct device device = open_device();
   VkFence fence = create_fence(&device);

   const double start = seconds_now();
   submit_commands(&device, VK_NULL_HANDLE, fence);
   must_signal(&device, fence, "vkWaitForFences");
   const double took = nanoseconds_since(start);
   check_result("vkGetFenceStatus", VK_SUCCESS, vkGetFenceStatus(device.handle, fence));
   report_metric("submit to signal", "ns", &took, 1);

   vkDestroyFence(device.handle, fence, NULL);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "sync/fence-empty",
   .title = "A fence on an empty submission signals",
   .run = run,
};
