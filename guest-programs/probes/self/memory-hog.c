/* Takes memory until it is refused or killed: whatever the guest does about it, the next case must find a good guest. */
#include <stdlib.h>
#include <string.h>

#include "common/inside_guest.h"
#include "probe.h"

enum { BLOCK = 16 * 1024 * 1024 };

static void
run(void)
{
   require_guest();
   check("start", true, "it did not start");
   for (;;) {
      char *block = malloc(BLOCK);
      must(check("malloc", block != NULL, "memory was refused"));
      memset(block, 1, BLOCK);
   }
}

const struct probe this_probe = {
   .id = "self/memory-hog",
   .title = "Takes all memory",
   .run = run,
};
