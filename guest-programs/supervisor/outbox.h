/*
 * Frames to the runner, in a queue: a runner that reads slowly, or a link that stands still, must not keep the
 * supervisor from ending a probe at its bound. Who makes frames asks for room first.
 */
#ifndef OUTBOX_H
#define OUTBOX_H

#include <stdbool.h>
#include <stddef.h>

/* Whether a full chunk and the small frames around it have room. */
bool outbox_has_room(void);

bool outbox_is_empty(void);

/* Queues a frame of at most CHUNK_BYTES. */
void outbox_put(char kind, const void *payload, size_t size);

/* Writes what the runner takes now. Returns false where it is gone. */
bool outbox_flush(void);

#endif
