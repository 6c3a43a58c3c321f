/* Dies by SIGSEGV after its first check. */
#include <signal.h>

#include "probe.h"

static void
run(void)
{
   check("start", true, "it did not start");
   raise(SIGSEGV);
}

const struct probe this_probe = {
   .id = "self/segfault",
   .title = "Dies by SIGSEGV",
   .run = run,
};
