/* An event that the host sets and resets says so, and work that waits for a set event runs. */
#include "commands.h"
#include "relay.h"

#define ROUNDS 8u

static void
run(void)
{
   struct device device = open_device();
   struct relay relay = create_relay(&device, ROUNDS, 0xe0e07000u);
   const VkEventCreateInfo info = {.sType = VK_STRUCTURE_TYPE_EVENT_CREATE_INFO};
   VkEvent event;
   SETUP(vkCreateEvent(device.handle, &info, NULL, &event));
   check_result("the status of a new event", VK_EVENT_RESET, vkGetEventStatus(device.handle, event));

   for (uint32_t round = 0; round < ROUNDS; round++) {
      must(check_result("vkSetEvent", VK_SUCCESS, vkSetEvent(device.handle, event)));
      check_result("the status of a set event", VK_EVENT_SET, vkGetEventStatus(device.handle, event));

      VkCommandBuffer commands = begin_commands(&device);
      vkCmdWaitEvents(commands, 1, &event, VK_PIPELINE_STAGE_HOST_BIT, VK_PIPELINE_STAGE_TRANSFER_BIT, 0, NULL, 0, NULL,
                      0, NULL);
      record_relay_step(commands, &relay, round);
      run_commands(&device, commands);
      must(check_relay(&relay, round + 1, "the work behind the set event"));

      must(check_result("vkResetEvent", VK_SUCCESS, vkResetEvent(device.handle, event)));
      check_result("the status of a reset event", VK_EVENT_RESET, vkGetEventStatus(device.handle, event));
   }

   vkDestroyEvent(device.handle, event, NULL);
   destroy_relay(&device, &relay);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "sync/event-host",
   .title = "An event that the host sets and resets says so, and lets work through",
   .run = run,
};
