/* The smallest piece of work that shows that a device works. */
#ifndef FILL_CHECK_H
#define FILL_CHECK_H

#include "device.h"

/*
 * One check: a fill of a buffer on the device's queue is done in time and writes every word. The probe fails at once
 * where it does not.
 */
void must_fill(const struct device *device, const char *name, uint32_t word);

/* The same on a device of its own, which is closed again. For start_worker, so it takes an argument that it ignores. */
void fill_on_new_device(void *unused);

#endif
