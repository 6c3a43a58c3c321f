/*
 * Many submissions go out before anybody waits, and still all run, in order. Venus sends a submission without waiting
 * for the host's answer; without asynchronous submission it waits for each.
 */
#include "commands.h"
#include "relay.h"

#define SUBMISSIONS 300u

static void
run(void)
{
   struct device device = open_device();
   struct relay relay = create_relay(&device, SUBMISSIONS, 0xa5c00000u);
   VkFence fence = create_fence(&device);

   for (uint32_t i = 0; i < SUBMISSIONS; i++) {
      const VkFence last = i + 1 == SUBMISSIONS ? fence : VK_NULL_HANDLE;
      submit_commands(&device, begin_relay_step(&device, &relay, i), last);
   }
   must_signal(&device, fence, "the fence of the last submission");
   check_relay(&relay, SUBMISSIONS, "every submission ran after the one before");

   vkDestroyFence(device.handle, fence, NULL);
   destroy_relay(&device, &relay);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "sync/async-submit",
   .title = "Hundreds of submissions that nobody waits for all run, in order",
   .run = run,
};
