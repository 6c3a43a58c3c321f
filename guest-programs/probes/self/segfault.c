/* Dies by SIGSEGV after its first check, by a fault as drivers have them: the kernel logs it, unlike a raised signal. */
#include "probe.h"

static volatile int *volatile nowhere;

static void
run(void)
{
   check("start", true, "it did not start");
   *nowhere = 1;
}

const struct probe this_probe = {
   .id = "self/segfault",
   .title = "Dies by SIGSEGV",
   .run = run,
};
