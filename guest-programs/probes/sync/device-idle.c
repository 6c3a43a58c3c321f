/* vkDeviceWaitIdle returns, and everything that was submitted is done by then. */
#include "commands.h"
#include "relay.h"

#define ROUNDS 8u
#define EACH 4u

static void
run(void)
{
   struct device device = open_device();
   struct relay relay = create_relay(&device, ROUNDS * EACH, 0x1d1e0002u);
   must(check_result("of an idle device", VK_SUCCESS, vkDeviceWaitIdle(device.handle)));

   for (uint32_t round = 0; round < ROUNDS; round++) {
      for (uint32_t i = 0; i < EACH; i++)
         submit_commands(&device, begin_relay_step(&device, &relay, round * EACH + i), VK_NULL_HANDLE);
      must(check_result("of a device with work", VK_SUCCESS, vkDeviceWaitIdle(device.handle)));
      must(check_relay(&relay, (round + 1) * EACH, "the work when it returns"));
   }

   destroy_relay(&device, &relay);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "sync/device-idle",
   .title = "vkDeviceWaitIdle returns when all that was submitted is done",
   .run = run,
};
