/* Computes without end, like a driver that polls a word that never changes: its own alarm must end it. */
#include "probe.h"

static void
run(void)
{
   static volatile bool never;
   check("start", true, "it did not start");
   while (!never)
      ;
}

const struct probe this_probe = {
   .id = "self/spins",
   .title = "Loops for ever",
   .run = run,
};
