/* Where the guest kernel laid blobs in virtio-gpu's host-visible window, as debugfs tells it. */
#ifndef WINDOW_MAP_H
#define WINDOW_MAP_H

#include <stddef.h>
#include <stdint.h>

struct window_range {
   /* Guest-physical addresses; `end` is the first byte after. */
   uint64_t start, end;
};

/* The used ranges, at most `capacity`; returns how many there are. Skips the probe where debugfs does not tell. */
size_t read_window_map(struct window_range *ranges, size_t capacity);

#endif
