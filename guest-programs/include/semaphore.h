/* Semaphores, binary and timeline, and submissions that wait for and signal them. */
#ifndef SEMAPHORE_H
#define SEMAPHORE_H

#include "commands.h"

/* A device with timeline semaphores; skips the probe where it has none. */
struct device open_timeline_device(void);

/* `next` is a chain for VkSemaphoreCreateInfo::pNext, or NULL for a plain binary semaphore. */
VkSemaphore create_semaphore(const struct device *device, const void *next);
VkSemaphore create_timeline(const struct device *device, uint64_t initial);

/* At most one semaphore on each side; VK_NULL_HANDLE for none. Values count for timelines only. */
struct submission {
   VkCommandBuffer commands;
   VkSemaphore wait;
   uint64_t wait_value;
   VkSemaphore signal;
   uint64_t signal_value;
   VkFence fence;
};
/* One batch, even an empty one. Ends the recording of its commands. The probe fails at once where it is refused. */
void submit_to(VkQueue queue, const struct submission *submission);

/* The probe fails at once where the timeline does not reach the value within WAIT_NS. */
void must_reach(const struct device *device, VkSemaphore timeline, uint64_t value, const char *name);
bool check_counter(const struct device *device, VkSemaphore timeline, uint64_t value, const char *name);

#endif
