/* What the kernel logs while a probe runs. */
#ifndef KERNEL_MESSAGES_H
#define KERNEL_MESSAGES_H

#include <stddef.h>

/* Starts to listen; -1 where the kernel's log cannot be read. */
int listen_to_kernel(void);

/*
 * One check: none of what was logged since holds one of the texts; the first record that does is the failure's story.
 * Closes `log`; does nothing where that is -1.
 */
void check_kernel_messages(int log, const char *name, const char *const texts[], size_t count);

#endif
