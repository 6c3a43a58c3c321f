/*
 * What supervisor and runner say to each other: docs/supervisor.md. A frame is a kind, the payload's length (32 bits,
 * most significant byte first) and the payload. Neither side believes a length before it has compared it with its bound.
 */
#ifndef FRAME_H
#define FRAME_H

#include <stdint.h>

enum { SUPERVISOR_VERSION = 1, HEADER_BYTES = 5 };

/* Payloads to the supervisor, and from it. */
enum { REQUEST_BYTES = 256 << 10, CHUNK_BYTES = 32 << 10 };

enum to_supervisor { RUN = 'R', STOP = 'K', PING = 'P' };

enum to_runner {
   HELLO = 'H',
   KERNEL_LOG = 'L',
   STARTED = 'S',
   OUTPUT = '1',
   PROTOCOL = '3',
   FILE_BEGIN = 'F',
   FILE_BYTES = 'D',
   FILE_REFUSED = 'X',
   ENDED = 'E',
   PONG = 'A',
};

/* How a case ended: the first of these that happened. */
enum ending {
   BY_ITSELF = 0,
   AT_ITS_BOUND = 1,
   OUTPUT_FLOODED = 2,
   PROTOCOL_FLOODED = 3,
   STOPPED = 4,
   NEVER_STARTED = 5,
   /* It was sent SIGKILL and is still there: the kernel holds it. */
   UNKILLABLE = 6,
};

/* What the guest's kernel lends, in HELLO. */
enum { HAS_KERNEL_LOG = 1, HAS_CGROUP = 2, HAS_MEMORY_LIMIT = 4, HAS_PROCESS_LIMIT = 8 };

static inline void
put_u32(unsigned char *at, uint32_t value)
{
   for (int i = 0; i < 4; i++)
      at[i] = (unsigned char)(value >> (24 - 8 * i));
}

static inline uint32_t
get_u32(const unsigned char *at)
{
   return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | (uint32_t)at[3];
}

#endif
