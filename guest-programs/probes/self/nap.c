/* Sleeps and passes: time for a test to break something under it. */
#include "probe.h"

enum { NAP_MS = 3000 };

static void
run(void)
{
   sleep_ms(NAP_MS);
   check("awake", true, "it still sleeps");
}

const struct probe this_probe = {
   .id = "self/nap",
   .title = "Sleeps for 3 s and passes",
   .run = run,
};
