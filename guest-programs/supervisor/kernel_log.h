/* The guest kernel's log, from its beginning, as records of /dev/kmsg. */
#ifndef KERNEL_LOG_H
#define KERNEL_LOG_H

#include <stdbool.h>

/* Returns false where it may not be read. */
bool kernel_log_open(void);

/* To be polled for input; -1 where there is none. */
int kernel_log_fd(void);

/* Queues at most a chunk of records for the runner. Returns whether there may be more now. */
bool kernel_log_forward(void);

/* Lets the kernel say where a probe faulted: as on x86, so on others. The old value comes back when `on` is false. */
void kernel_log_trace_faults(bool on);

#endif
