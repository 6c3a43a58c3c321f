/* A wait for any of several fences returns when one has signalled, and leaves the others as they are. */
#include "commands.h"

#define FENCES 6u

static void
run(void)
{
   struct device device = open_device();
   VkFence fences[FENCES];
   for (uint32_t i = 0; i < FENCES; i++)
      fences[i] = create_fence(&device);

   /* Each in turn, so that the one that signals is the first, the last and one between. */
   for (uint32_t chosen = 0; chosen < FENCES; chosen++) {
      check_result("a wait for any of them while none has work", VK_TIMEOUT,
                   vkWaitForFences(device.handle, FENCES, fences, VK_FALSE, 0));
      submit_commands(&device, VK_NULL_HANDLE, fences[chosen]);
      must(check_result("a wait for any of them while one has work", VK_SUCCESS,
                        vkWaitForFences(device.handle, FENCES, fences, VK_FALSE, WAIT_NS)));
      for (uint32_t i = 0; i < FENCES; i++)
         check_result(i == chosen ? "the fence with work" : "a fence without work",
                      i == chosen ? VK_SUCCESS : VK_NOT_READY, vkGetFenceStatus(device.handle, fences[i]));
      SETUP(vkResetFences(device.handle, 1, &fences[chosen]));
   }

   for (uint32_t i = 0; i < FENCES; i++)
      vkDestroyFence(device.handle, fences[i], NULL);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "sync/fence-wait-any",
   .title = "A wait for any of several fences returns with the one that signals",
   .run = run,
};
