/* Exits 0 in the middle, as a driver that calls exit() would make a probe do: that must never count as a pass. */
#include <unistd.h>

#include "probe.h"

static void
run(void)
{
   check("start", true, "it did not start");
   _exit(0);
}

const struct probe this_probe = {
   .id = "self/no-end",
   .title = "Exits 0 without its end event",
   .run = run,
};
