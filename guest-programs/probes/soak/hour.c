/*
 * One process after the other has a device, works, and ends, for an hour, or for as many seconds as
 * VENUS_SUITE_SOAK_S says: what each of them leaves in the guest adds up. What is left on the host is for
 * `venus-suite soak` to see.
 */
#include <dirent.h>
#include <stdlib.h>

#include "fill_check.h"
#include "probe.h"
#include "worker.h"

#define SECONDS 3600.0
/* Each leg is one check: a check for each process would be more than a probe may write. */
#define LEGS 12u
#define WORKER_MS 30000u

static double
duration(void)
{
   const char *text = getenv("VENUS_SUITE_SOAK_S");
   const double seconds = text ? strtod(text, NULL) : SECONDS;
   return seconds > 0 ? seconds : SECONDS;
}

static unsigned
open_descriptors(void)
{
   unsigned count = 0;
   DIR *folder = opendir("/proc/self/fd");
   while (folder && readdir(folder))
      count++;
   if (folder)
      closedir(folder);
   return count;
}

static void
run(void)
{
   const double leg_seconds = duration() / LEGS;
   const unsigned before = open_descriptors();
   double rates[LEGS];
   for (unsigned leg = 0; leg < LEGS; leg++) {
      const double start = seconds_now();
      unsigned processes = 0, failed = 0;
      do {
         struct worker worker = start_worker(fill_on_new_device, NULL);
         failed += !end_worker(&worker, WORKER_MS);
         processes++;
      } while (seconds_now() - start < leg_seconds);
      rates[leg] = processes / (seconds_now() - start);
      must(check("processes in a row", failed == 0, "%u of %u failed in part %u of %u", failed, processes, leg + 1, LEGS));
   }
   check_number("open descriptors at the end", before, open_descriptors());
   report_metric("processes", "1/s", rates, LEGS);
}

const struct probe this_probe = {
   .id = "soak/hour",
   .title = "One process after the other has a device and works, for an hour",
   .run = run,
};
