/* Makes as many processes as it can, each of which does the same: its end must be the end of all of them. */
#include <unistd.h>

#include "common/inside_guest.h"
#include "probe.h"

static void
run(void)
{
   require_guest();
   check("start", true, "it did not start");
   for (;;)
      if (fork() < 0)
         sleep_ms(20);
}

const struct probe this_probe = {
   .id = "self/fork-bomb",
   .title = "Forks without end",
   .run = run,
};
