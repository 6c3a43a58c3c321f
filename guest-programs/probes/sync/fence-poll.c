/*
 * vkGetFenceStatus, asked again and again, reaches VK_SUCCESS, and agrees with vkWaitForFences. Applications that never
 * wait depend on it; with fence feedback it reads the guest's own memory and asks nobody.
 */
#include "commands.h"

static void
run(void)
{
   struct device device = open_device();
   VkFence fence = create_fence(&device);
   check_result("status before the submission", VK_NOT_READY, vkGetFenceStatus(device.handle, fence));

   const double start = seconds_now();
   submit_commands(&device, VK_NULL_HANDLE, fence);
   VkResult status;
   double polls = 0;
   while ((status = vkGetFenceStatus(device.handle, fence)) == VK_NOT_READY && seconds_now() - start < WAIT_NS / 1e9) {
      polls++;
      sleep_ms(1);
   }
   must(check_result("status after at most 3 s of polling", VK_SUCCESS, status));
   /* A time-out of zero: the status said that there is nothing to wait for. */
   check_result("vkWaitForFences agrees", VK_SUCCESS, vkWaitForFences(device.handle, 1, &fence, VK_TRUE, 0));
   report_metric("polls", "count", &polls, 1);

   SETUP(vkResetFences(device.handle, 1, &fence));
   check_result("status after vkResetFences", VK_NOT_READY, vkGetFenceStatus(device.handle, fence));
   vkDestroyFence(device.handle, fence, NULL);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "sync/fence-poll",
   .title = "Polling a fence's status reaches success and agrees with the wait",
   .run = run,
};
