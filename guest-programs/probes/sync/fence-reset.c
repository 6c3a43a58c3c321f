/*
 * A fence that was reset is unsignalled and can be used again. With fence feedback the guest itself clears the status
 * that the host wrote; one that is left would let every later wait return before the work is done.
 */
#include "commands.h"
#include "relay.h"

#define ROUNDS 32u

static void
run(void)
{
   struct device device = open_device();
   struct relay relay = create_relay(&device, ROUNDS, 0x7e5e7000u);
   const VkFenceCreateInfo signalled = {
      .sType = VK_STRUCTURE_TYPE_FENCE_CREATE_INFO,
      .flags = VK_FENCE_CREATE_SIGNALED_BIT,
   };
   VkFence fence;
   SETUP(vkCreateFence(device.handle, &signalled, NULL, &fence));
   check_result("status of a fence made signalled", VK_SUCCESS, vkGetFenceStatus(device.handle, fence));

   for (uint32_t round = 0; round < ROUNDS; round++) {
      must(check_result("vkResetFences", VK_SUCCESS, vkResetFences(device.handle, 1, &fence)));
      must(check_result("status after the reset", VK_NOT_READY, vkGetFenceStatus(device.handle, fence)));
      submit_commands(&device, begin_relay_step(&device, &relay, round), fence);
      must_signal(&device, fence, "vkWaitForFences after a reset");
      must(check_relay(&relay, round + 1, "the work of this round when the wait returns"));
   }

   vkDestroyFence(device.handle, fence, NULL);
   destroy_relay(&device, &relay);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "sync/fence-reset",
   .title = "A fence that was reset is unsignalled, and signals again for new work",
   .run = run,
};
