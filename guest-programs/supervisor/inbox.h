/* Frames from the runner. */
#ifndef INBOX_H
#define INBOX_H

#include <stdbool.h>
#include <stddef.h>

struct frame {
   char kind;
   const unsigned char *payload;
   size_t size;
};

/* Reads what is there. Returns false at the end of the input, or where it cannot be read. */
bool inbox_read(void);

/* The next whole frame, whose payload lives until the next call. Returns 1, 0 where none is whole yet, -1 for nonsense. */
int inbox_next(struct frame *frame);

#endif
