/* Blocks its own alarm and sleeps for ever, like a driver that waits without a bound: the guest must kill it. */
#include <signal.h>
#include <unistd.h>

#include "probe.h"

static void
run(void)
{
   sigset_t all;
   sigfillset(&all);
   check("block", sigprocmask(SIG_BLOCK, &all, NULL) == 0, "sigprocmask failed");
   for (;;)
      pause();
}

const struct probe this_probe = {
   .id = "self/never-ends",
   .title = "Ignores its alarm and never ends",
   .run = run,
};
