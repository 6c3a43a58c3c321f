#include <errno.h>
#include <time.h>

#include "probe.h"

double
seconds_now(void)
{
   struct timespec now;
   clock_gettime(CLOCK_MONOTONIC, &now);
   return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

double
nanoseconds_since(double start)
{
   return (double)(int64_t)((seconds_now() - start) * 1e9);
}

void
sleep_ms(unsigned ms)
{
   struct timespec rest = {.tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000};
   while (nanosleep(&rest, &rest) != 0 && errno == EINTR)
      continue;
}
