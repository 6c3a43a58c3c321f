/* 16 processes have a device each at the same time, and all of them work. */
#include <stdatomic.h>
#include <stdio.h>

#include "fill_check.h"
#include "worker.h"

#define PROCESSES 16u
#define BOUND_MS 60000u

struct meeting {
   atomic_uint arrived;
};

static void
work_together(void *argument)
{
   struct meeting *meeting = argument;
   struct device device = open_device();
   atomic_fetch_add(&meeting->arrived, 1);
   /* Nobody leaves before all have come; one that never comes is told by the probe. */
   while (atomic_load(&meeting->arrived) < PROCESSES)
      sleep_ms(2);
   must_fill(&device, "a fill with all the others", 0x61616161u);
   close_device(&device);
}

static void
run(void)
{
   struct meeting *meeting = shared_memory(sizeof(*meeting));
   struct worker workers[PROCESSES];
   for (unsigned i = 0; i < PROCESSES; i++)
      workers[i] = start_worker(work_together, meeting);
   const double start = seconds_now();
   for (unsigned i = 0; i < PROCESSES; i++) {
      char name[32];
      snprintf(name, sizeof(name), "process %u", i);
      const double passed = (seconds_now() - start) * 1e3;
      check_worker(name, &workers[i], passed < BOUND_MS ? BOUND_MS - (unsigned)passed : 1);
   }
   check_number("processes that had a device at the same time", PROCESSES, atomic_load(&meeting->arrived));
}

const struct probe this_probe = {
   .id = "lifecycle/many-processes",
   .title = "Sixteen processes have a device at the same time and work",
   .run = run,
};
