/* Writes something that is no protocol between its events, then claims to have passed. */
#include <stdlib.h>
#include <unistd.h>

#include "probe.h"

static void
run(void)
{
   static const char garbage[] = "{\"event\":\"check\",\"name\":\x01\xff not JSON\n";
   const char *fd = getenv("VENUS_SUITE_FD");
   const ssize_t written = write(fd ? atoi(fd) : STDOUT_FILENO, garbage, sizeof(garbage) - 1);
   check("write", written > 0, "the protocol's descriptor is closed");
}

const struct probe this_probe = {
   .id = "self/garbage",
   .title = "Breaks the protocol and exits 0",
   .run = run,
};
