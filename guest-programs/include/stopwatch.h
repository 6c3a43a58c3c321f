/* Work that is timed: checks are reported only where they do not hold, so that the protocol takes no time of it. */
#ifndef STOPWATCH_H
#define STOPWATCH_H

#include "commands.h"

/* A primary command buffer from the device's pool, in the recording state, for any number of submissions. */
VkCommandBuffer begin_repeatable(const struct device *device);
void end_repeatable(VkCommandBuffer commands);

/* For calls within what is timed: a failed check that names the call, and the end of the probe, unless VK_SUCCESS. */
#define TIMED(call) must_succeed(#call, call)
void must_succeed(const char *call, VkResult result);

/* The submission alone; `commands` is ended, or VK_NULL_HANDLE for an empty batch. */
void submit_repeatable(const struct device *device, VkCommandBuffer commands, VkFence fence);

/* Nanoseconds from before the submission to after the wait. The fence is unsignalled before and after. */
double time_submission(const struct device *device, VkCommandBuffer commands, VkFence fence);

#endif
