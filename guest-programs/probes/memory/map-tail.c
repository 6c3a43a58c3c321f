/*
 * The last page of a mapping is memory to its end: the program writes what it allocated and reads on to the end of the
 * page, as every vectorised string function does. Where the host's side of the mapping is shorter than the guest's
 * page, the access ends in SIGBUS here, or in the machine's death there.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "mapping.h"

/* Ends in each quarter of a 16 KiB page and around its edge. */
static const size_t sizes[] = {1, 4096, 4097, 12289, 16384, 20480, 135168};

static char place[80];

/* The fault is the probe's own access, outside of any library: checks can be made here. */
static void
on_fault(int signal_number)
{
   must(check(place, false, "%s", strsignal(signal_number)));
}

static void
walk_last_page(const struct mapping *mapping, size_t page)
{
   volatile unsigned char *last = mapping->bytes + (mapping->size - 1) / page * page;
   const size_t written = mapping->size - (size_t)(last - mapping->bytes);
   for (size_t i = 0; i < written; i++)
      last[i] = (unsigned char)i;
   /* A mapping that starts inside a page is a piece of an allocator's of the driver and ends where it likes. */
   const size_t readable = (uintptr_t)mapping->bytes % page == 0 ? page : written;
   for (size_t i = written; i < readable; i++)
      (void)last[i];
   size_t held = 0;
   while (held < written && last[held] == (unsigned char)held)
      held++;
   check(place, held == written, "byte %zu of the page differs", held);
}

static void
run(void)
{
   struct device device = open_device();
   const size_t page = (size_t)sysconf(_SC_PAGESIZE);
   const struct sigaction action = {.sa_handler = on_fault};
   sigaction(SIGBUS, &action, NULL);
   sigaction(SIGSEGV, &action, NULL);
   for (uint32_t type = 0; type < device.memory.memoryTypeCount; type++) {
      if (!type_is_mappable(&device, type))
         continue;
      for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
         struct mapping mapping = create_mapping(&device, sizes[i], type);
         snprintf(place, sizeof(place), "memory type %u, the last page of %zu bytes", type, sizes[i]);
         walk_last_page(&mapping, page);
         destroy_mapping(&device, &mapping);
      }
   }
   close_device(&device);
}

const struct probe this_probe = {
   .id = "memory/map-tail",
   .title = "The last page of a mapping can be written to its last byte and read to the page's end",
   .run = run,
};
