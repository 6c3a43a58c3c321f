/*
 * Whether waits are paced by a timer of 10 ms somewhere in the way: QEMU's, for one, which looks for finished fences so
 * often where the renderer does not tell it.
 */
#ifndef QUANTUM_H
#define QUANTUM_H

#include "probe.h"

/*
 * One check: the times are not what such a timer makes of tiny pieces of work. A slow or busy machine must not look
 * like one: it spreads its times and has some short ones, while under a timer none is shorter than a tick and nearly
 * all lie close to a multiple of it. Nothing is concluded where short sleeps are late by about as much.
 * Sorts the times, in nanoseconds, at least ten of them.
 */
bool check_no_quantum(const char *name, double *times, size_t count);

#endif
