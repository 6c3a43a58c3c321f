/*
 * An event that commands set and reset: the host sees the status when the submission is done. With event feedback the
 * guest reads memory that a copy on the host writes after the event.
 */
#include "commands.h"

#define ROUNDS 8

static void
set_on_device(const struct device *device, VkEvent event, bool set)
{
   VkCommandBuffer commands = begin_commands(device);
   if (set)
      vkCmdSetEvent(commands, event, VK_PIPELINE_STAGE_ALL_COMMANDS_BIT);
   else
      vkCmdResetEvent(commands, event, VK_PIPELINE_STAGE_ALL_COMMANDS_BIT);
   run_commands(device, commands);
}

static void
run(void)
{
   struct device device = open_device();
   const VkEventCreateInfo info = {.sType = VK_STRUCTURE_TYPE_EVENT_CREATE_INFO};
   VkEvent event;
   SETUP(vkCreateEvent(device.handle, &info, NULL, &event));

   for (int round = 0; round < ROUNDS; round++) {
      set_on_device(&device, event, true);
      must(check_result("the status after vkCmdSetEvent", VK_EVENT_SET, vkGetEventStatus(device.handle, event)));
      /* Every other round host and device take turns: what the one set the other resets. */
      if (round % 2)
         must(check_result("vkResetEvent", VK_SUCCESS, vkResetEvent(device.handle, event)));
      else
         set_on_device(&device, event, false);
      must(check_result("the status after the reset", VK_EVENT_RESET, vkGetEventStatus(device.handle, event)));
   }

   vkDestroyEvent(device.handle, event, NULL);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "sync/event-device",
   .title = "The host sees an event that commands set and reset",
   .run = run,
};
