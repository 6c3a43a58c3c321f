/* A wait for all of several fences returns when the last has signalled, not before, and then all of them have. */
#include "commands.h"
#include "relay.h"

#define FENCES 12u

static void
run(void)
{
   struct device device = open_device();
   struct relay relay = create_relay(&device, FENCES, 0xa11a11a1u);
   VkFence fences[FENCES];
   for (uint32_t i = 0; i < FENCES; i++)
      fences[i] = create_fence(&device);

   for (uint32_t i = 0; i + 1 < FENCES; i++)
      submit_commands(&device, begin_relay_step(&device, &relay, i), fences[i]);
   must_signal(&device, fences[FENCES - 2], "the last fence but one");
   check_result("a wait for all of them while one has no work", VK_TIMEOUT,
                vkWaitForFences(device.handle, FENCES, fences, VK_TRUE, 0));

   submit_commands(&device, begin_relay_step(&device, &relay, FENCES - 1), fences[FENCES - 1]);
   must(check_result("a wait for all of them while all have work", VK_SUCCESS,
                     vkWaitForFences(device.handle, FENCES, fences, VK_TRUE, WAIT_NS)));
   for (uint32_t i = 0; i < FENCES; i++)
      check_result("the status of each after the wait", VK_SUCCESS, vkGetFenceStatus(device.handle, fences[i]));
   check_relay(&relay, FENCES, "the work of all submissions after the wait");

   for (uint32_t i = 0; i < FENCES; i++)
      vkDestroyFence(device.handle, fences[i], NULL);
   destroy_relay(&device, &relay);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "sync/fence-wait-all",
   .title = "A wait for all of several fences returns when the last has signalled",
   .run = run,
};
