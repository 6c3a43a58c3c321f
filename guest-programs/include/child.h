/* Programs that a probe starts: they end with it, whichever way it ends. */
#ifndef CHILD_H
#define CHILD_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Where the program lies: on the PATH or in /usr/bin. Returns false where it does not. */
bool find_program(const char *name, char *path, size_t size);

/*
 * Starts a program with its stdout and stderr on the probe's stderr. `inherited` is a descriptor that it keeps, or -1.
 * It is killed when the probe's process ends. Ends the probe with an error where it cannot be started.
 */
pid_t start_child(const char *path, const char *const arguments[], int inherited);

/* Waits for at most `ms`; returns false on a time-out, else the wait status in `status`. */
bool wait_child(pid_t pid, unsigned ms, int *status);

/* SIGTERM, and SIGKILL where that is not enough within a second. The child is reaped when it returns. */
void stop_child(pid_t pid);

/* `exit status 3`, `signal 11 (Segmentation fault)`. The text lives until the next call. */
const char *describe_status(int status);

#endif
