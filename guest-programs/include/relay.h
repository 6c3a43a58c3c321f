/*
 * Work whose order shows in its result: step i copies cell i to cell i + 1, so a step that is lost, or runs before the
 * one it stands on, leaves every cell after it empty.
 */
#ifndef RELAY_H
#define RELAY_H

#include "buffer.h"

struct relay {
   struct buffer cells;
   uint32_t steps, token;
};

/* The token is in cell 0, nothing in the others. */
struct relay create_relay(const struct device *device, uint32_t steps, uint32_t token);
void destroy_relay(const struct device *device, struct relay *relay);

/* Ordered after the commands before it in the queue, and before those after it. */
void record_relay_step(VkCommandBuffer commands, const struct relay *relay, uint32_t step);
/* A command buffer with that one step, in the recording state. */
VkCommandBuffer begin_relay_step(const struct device *device, const struct relay *relay, uint32_t step);

/* One check: the token came through the first `steps` steps and no further. */
bool check_relay(const struct relay *relay, uint32_t steps, const char *name);

#endif
