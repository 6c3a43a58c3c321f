/* Command buffers, submission, and waits that always end. */
#ifndef COMMANDS_H
#define COMMANDS_H

#include "device.h"

/*
 * Bound on every wait, nanoseconds. Long enough for an emulated guest on a busy machine, and shorter than the 3.5 s
 * after which Mesa 26.1's Venus takes a wait for stuck and ends it with VK_ERROR_UNKNOWN: a signal that is lost should
 * read VK_TIMEOUT. $VENUS_SUITE_WAIT_MS overrides it for a stack that is known to be slower.
 */
#define WAIT_NS wait_bound_ns()
uint64_t wait_bound_ns(void);

VkFence create_fence(const struct device *device);

/* A primary command buffer from the device's pool, in the recording state, for one submission. */
VkCommandBuffer begin_commands(const struct device *device);
/* Ends the recording and submits it. `commands` may be VK_NULL_HANDLE: a submission of nothing but the fence. */
void submit_commands(const struct device *device, VkCommandBuffer commands, VkFence fence);
/* Ends the recording, submits it and waits. The probe fails at once where the wait does not succeed. */
void run_commands(const struct device *device, VkCommandBuffer commands);

/*
 * Waits for at most WAIT_NS and reports it as the check `name`. The probe fails at once where the wait does not
 * succeed; the message then holds the fence's status.
 */
void must_signal(const struct device *device, VkFence fence, const char *name);

/* Makes what earlier commands wrote visible to later ones and to the host. */
void full_barrier(VkCommandBuffer commands);

#endif
