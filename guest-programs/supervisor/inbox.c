#include "inbox.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "frame.h"

static unsigned char bytes[HEADER_BYTES + REQUEST_BYTES];
static size_t have, taken;

static void
drop_taken(void)
{
   memmove(bytes, bytes + taken, have - taken);
   have -= taken;
   taken = 0;
}

bool
inbox_read(void)
{
   drop_taken();
   if (have == sizeof(bytes))
      return true;
   const ssize_t count = read(STDIN_FILENO, bytes + have, sizeof(bytes) - have);
   if (count < 0)
      return errno == EINTR || errno == EAGAIN;
   have += (size_t)count;
   return count > 0;
}

int
inbox_next(struct frame *frame)
{
   drop_taken();
   if (have < HEADER_BYTES)
      return 0;
   const uint32_t size = get_u32(bytes + 1);
   if (size > REQUEST_BYTES)
      return -1;
   if (have < HEADER_BYTES + size)
      return 0;
   *frame = (struct frame){.kind = (char)bytes[0], .payload = bytes + HEADER_BYTES, .size = size};
   taken = HEADER_BYTES + size;
   return 1;
}
