/* Starts a probe's process: docs/protocol.md says what it finds. */
#ifndef SPAWN_H
#define SPAWN_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "request.h"

struct spawned {
   pid_t pid;
   /* Reading ends of pipes, which do not block. */
   int output;
   int protocol;
   /* Holds an errno where the program could not be executed. */
   int failure;
};

/* Returns false with errno set where there is no process. `memory` in bytes bounds it where no control group does. */
bool spawn(struct spawned *spawned, const struct request *request, const char *folder, uint64_t memory);

#endif
