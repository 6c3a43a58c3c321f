/* The one case that runs now: from the runner's request to the answer. */
#ifndef PROBE_CASE_H
#define PROBE_CASE_H

#include <stdbool.h>
#include <stddef.h>
#include <poll.h>

/* Makes folder and group of the next case, so that it need not wait for them. */
void case_prepare(const char *base);

/* Returns false where the request is nonsense, or another case runs. */
bool case_request(const unsigned char *payload, size_t size);

/* Ends the case, as its bound would: nobody waits for it any more. Harmless where none runs. */
void case_stop(void);

bool case_is_idle(void);

/* Takes one step where one can be taken; wants room in the outbox. Returns whether it did. */
bool case_step(void);

/* To be called whatever the outbox holds: ends the probe at its bound and reaps what has ended. */
void case_tick(void);

/* Adds what is to be polled, at most 2. Returns how many. */
int case_poll(struct pollfd *polled);

/* Milliseconds until case_tick has something to do; -1 where it has nothing. */
int case_wait_ms(void);

/* SIGKILL to all that is left, and a short wait for it. */
void case_abandon(void);

#endif
