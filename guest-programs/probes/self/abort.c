/* Dies by SIGABRT after its first check, as an assertion in a driver would make a probe do. */
#include <stdlib.h>

#include "probe.h"

static void
run(void)
{
   check("start", true, "it did not start");
   abort();
}

const struct probe this_probe = {
   .id = "self/abort",
   .title = "Dies by SIGABRT",
   .run = run,
};
