#include "quantum.h"

#include <math.h>
#include <stdlib.h>

#define SLEEPS 9u

#define TICK_NS 10e6
/* How far from a multiple still counts as on it: a third of all times would be that near by chance. */
#define NEAR_NS 1.6e6
#define FRACTION_NEAR 0.7

static int
ascending(const void *a, const void *b)
{
   const double first = *(const double *)a, second = *(const double *)b;
   return (first > second) - (first < second);
}

static double
median_sleep_ns(void)
{
   double times[SLEEPS];
   for (size_t i = 0; i < SLEEPS; i++) {
      const double start = seconds_now();
      sleep_ms(1);
      times[i] = nanoseconds_since(start);
   }
   qsort(times, SLEEPS, sizeof(times[0]), ascending);
   return times[SLEEPS / 2];
}

static bool
on_tick(double ns)
{
   const double ticks = round(ns / TICK_NS);
   return ticks >= 1 && fabs(ns - ticks * TICK_NS) <= NEAR_NS;
}

bool
check_no_quantum(const char *name, double *times, size_t count)
{
   qsort(times, count, sizeof(times[0]), ascending);
   size_t near = 0;
   for (size_t i = 0; i < count; i++)
      near += on_tick(times[i]);
   const double low = times[count / 10], middle = times[count / 2], sleep = median_sleep_ns();
   const bool most = (double)near >= FRACTION_NEAR * (double)count;
   const bool quantum = most && low >= TICK_NS - NEAR_NS && sleep < TICK_NS / 2;
   return check(name, !quantum,
                "%zu of %zu took a multiple of 10 ms within 1.6 ms (a tenth of them up to %.2f ms, half of them up to "
                "%.2f ms), while a sleep of 1 ms takes %.2f ms: a timer is in the way",
                near, count, low / 1e6, middle / 1e6, sleep / 1e6);
}
