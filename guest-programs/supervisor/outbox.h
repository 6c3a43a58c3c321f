/*
 * Frames to the runner, in a queue: a runner that reads slowly, or a link that stands still, must not keep the
 * supervisor from ending a probe at its bound. Who makes frames asks for room first.
 */
#ifndef OUTBOX_H
#define OUTBOX_H

#include <stdbool.h>
#include <stddef.h>

/* Whether a full chunk of each stream and the small frames around them have room. */
bool outbox_has_room(void);

/* Whether the runner has yet to take what is in it. */
bool outbox_waits(void);

/* Queues a frame of at most CHUNK_BYTES. STARTED goes with the next one: alone it tells nothing, and costs a packet. */
void outbox_put(char kind, const void *payload, size_t size);

/* Writes what the runner takes now. Returns false where it is gone. */
bool outbox_flush(void);

#endif
