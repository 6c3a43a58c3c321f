#ifndef CLOCK_H
#define CLOCK_H

#include <stdint.h>

/* A clock that only goes forward. */
uint64_t microseconds_now(void);

#endif
