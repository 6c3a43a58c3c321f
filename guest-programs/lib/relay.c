#include "relay.h"

#include <stdio.h>
#include <string.h>

#include "commands.h"

struct relay
create_relay(const struct device *device, uint32_t steps, uint32_t token)
{
   const VkDeviceSize size = (steps + 1) * sizeof(token);
   struct relay relay = {
      .cells =
         create_host_buffer(device, size, VK_BUFFER_USAGE_TRANSFER_SRC_BIT | VK_BUFFER_USAGE_TRANSFER_DST_BIT),
      .steps = steps,
      .token = token,
   };
   memset(relay.cells.map, 0, size);
   memcpy(relay.cells.map, &token, sizeof(token));
   return relay;
}

void
destroy_relay(const struct device *device, struct relay *relay)
{
   destroy_buffer(device, &relay->cells);
}

void
record_relay_step(VkCommandBuffer commands, const struct relay *relay, uint32_t step)
{
   const VkBufferCopy copy = {
      .srcOffset = step * sizeof(uint32_t),
      .dstOffset = (step + 1) * sizeof(uint32_t),
      .size = sizeof(uint32_t),
   };
   full_barrier(commands);
   vkCmdCopyBuffer(commands, relay->cells.handle, relay->cells.handle, 1, &copy);
   full_barrier(commands);
}

VkCommandBuffer
begin_relay_step(const struct device *device, const struct relay *relay, uint32_t step)
{
   VkCommandBuffer commands = begin_commands(device);
   record_relay_step(commands, relay, step);
   return commands;
}

bool
check_relay(const struct relay *relay, uint32_t steps, const char *name)
{
   const volatile uint32_t *cells = relay->cells.map;
   for (uint32_t i = 0; i <= relay->steps; i++) {
      const uint32_t expected = i <= steps ? relay->token : 0, actual = cells[i];
      if (actual == expected)
         continue;
      char expected_text[16], actual_text[16], message[48];
      snprintf(expected_text, sizeof(expected_text), "0x%08x", expected);
      snprintf(actual_text, sizeof(actual_text), "0x%08x", actual);
      snprintf(message, sizeof(message), "cell %u of %u is the first that is wrong", i, relay->steps);
      return check_values(name, false, expected_text, actual_text, message);
   }
   return check_values(name, true, NULL, NULL, NULL);
}
