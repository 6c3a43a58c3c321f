/*
 * A part of a probe in a process of its own, for what may end it, or must not share a driver with the rest. Workers are
 * forked, so the probe's own process makes no Vulkan call before it has started the last of them.
 */
#ifndef WORKER_H
#define WORKER_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct worker {
   pid_t pid;
   /* Where its protocol events can be read. */
   int events;
};

/*
 * Runs `work` in a process of its own, which then exits as a probe does: with the status that its checks ask for. Its
 * checks are not the probe's. It is killed when the probe's process ends.
 */
struct worker start_worker(void (*work)(void *), void *argument);

/* One check: the worker exits 0 within `ms`. A failure tells its last event. Afterwards it is gone either way. */
bool check_worker(const char *name, struct worker *worker, unsigned ms);

/*
 * The same for what a process may not survive: a death by a signal will do, and so will a process that still waits
 * after `ms`, which is then killed. A failed check of its own will not.
 */
bool check_worker_may_die(const char *name, struct worker *worker, unsigned ms);

/* Whether the worker exits 0 within `ms`, without a check. Afterwards it is gone either way. */
bool end_worker(struct worker *worker, unsigned ms);

/* SIGKILL, and waits for the end. */
void kill_worker(struct worker *worker);

/* Zeroed memory that workers and the probe share. */
void *shared_memory(size_t size);

#endif
