#include "outbox.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "frame.h"

enum { QUEUE_BYTES = 8 * CHUNK_BYTES };

static unsigned char queue[QUEUE_BYTES];
static size_t first, end;
static bool urgent;

bool
outbox_has_room(void)
{
   return QUEUE_BYTES - (end - first) >= 3 * CHUNK_BYTES;
}

bool
outbox_waits(void)
{
   return urgent;
}

void
outbox_put(char kind, const void *payload, size_t size)
{
   if (QUEUE_BYTES - end < HEADER_BYTES + size) {
      memmove(queue, queue + first, end - first);
      end -= first;
      first = 0;
   }
   /* Every maker of frames has asked for room: this is a mistake in here, and no guest's doing. */
   if (QUEUE_BYTES - end < HEADER_BYTES + size)
      abort();
   queue[end] = (unsigned char)kind;
   put_u32(queue + end + 1, (uint32_t)size);
   if (size > 0)
      memcpy(queue + end + HEADER_BYTES, payload, size);
   end += HEADER_BYTES + size;
   urgent |= kind != STARTED;
}

bool
outbox_flush(void)
{
   while (urgent && first < end) {
      const ssize_t count = write(STDOUT_FILENO, queue + first, end - first);
      if (count < 0)
         return errno == EAGAIN || errno == EINTR;
      first += (size_t)count;
   }
   if (urgent)
      first = end = 0;
   urgent = false;
   return true;
}
