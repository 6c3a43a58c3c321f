/* Finds the files that a probe announces in its protocol stream (docs/protocol.md), as the stream passes by. */
#ifndef ANNOUNCE_H
#define ANNOUNCE_H

#include <stddef.h>

enum { MAX_FILES = 64, NAME_BYTES = 129 };

void announce_reset(void);
void announce_feed(const char *bytes, size_t size);
size_t announced_count(void);
const char *announced_name(size_t index);

#endif
