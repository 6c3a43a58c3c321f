/* What a probe writes: its output and its protocol, each up to its bound, on to the runner. */
#ifndef STREAMS_H
#define STREAMS_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>

#include "frame.h"
#include "spawn.h"

void streams_open(const struct spawned *probe, size_t output_limit, size_t protocol_limit);

/* Queues at most a chunk of each; `flood` tells of the first byte over a bound. Returns whether there may be more. */
bool streams_forward(enum ending *flood);

/* Adds those that are open, at most 2. Returns how many. */
int streams_poll(struct pollfd *polled);

/* Returns the errno for which the program could not be executed, or 0. */
int streams_close(void);

#endif
