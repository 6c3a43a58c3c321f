/* Work that goes from submission to submission by binary semaphores alone. */
#ifndef SEMAPHORE_CHAIN_H
#define SEMAPHORE_CHAIN_H

#include "device.h"

/*
 * Checks a chain of submissions that each wait for the one before, on the two queues in turn, which may be one. The
 * probe fails at once where the end is not reached.
 */
void check_semaphore_chain(const struct device *device, VkQueue first, VkQueue second, uint32_t token);

#endif
