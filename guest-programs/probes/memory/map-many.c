/*
 * A hundred mappings of odd sizes, some freed and made anew between the others: each has addresses of its own and
 * keeps what was written to it. Placing that goes wrong by part of a page shows in a neighbour's bytes.
 */
#include <stdlib.h>

#include "mapping.h"

#define COUNT 100u
#define MAX_SIZE 20000u
/* Enough of each end to show a mapping that is shifted or cut, without hashing megabytes in an emulated guest. */
#define EDGE 64u

static void
write_edges(const struct mapping *mapping, uint32_t seed)
{
   const size_t edge = mapping->size < EDGE ? mapping->size : EDGE;
   write_pattern(mapping->bytes, edge, seed);
   write_pattern(mapping->bytes + mapping->size - edge, edge, ~seed);
}

static bool
edges_hold(const struct mapping *mapping, uint32_t seed)
{
   const size_t edge = mapping->size < EDGE ? mapping->size : EDGE;
   const unsigned char *last = mapping->bytes + mapping->size - edge;
   /* The two lie over one another in a short mapping; the last write wins. */
   const size_t first = mapping->size < 2 * EDGE ? mapping->size - edge : edge;
   return first_off_pattern(mapping->bytes, first, seed) == first && first_off_pattern(last, edge, ~seed) == edge;
}

static int
by_address(const void *a, const void *b)
{
   const struct mapping *one = a, *other = b;
   return one->bytes < other->bytes ? -1 : one->bytes > other->bytes;
}

static void
check_addresses(const struct mapping *mappings)
{
   struct mapping sorted[COUNT];
   for (uint32_t i = 0; i < COUNT; i++)
      sorted[i] = mappings[i];
   qsort(sorted, COUNT, sizeof(sorted[0]), by_address);
   uint32_t apart = 1;
   while (apart < COUNT && sorted[apart].bytes >= sorted[apart - 1].bytes + sorted[apart - 1].size)
      apart++;
   check("addresses of their own", apart == COUNT, "the %zu bytes at %p reach into the mapping at %p",
         apart == COUNT ? 0 : sorted[apart - 1].size, (void *)sorted[apart - 1].bytes,
         apart == COUNT ? NULL : (void *)sorted[apart].bytes);
}

static void
check_contents(const struct device *device, const struct mapping *mappings, const uint32_t *seeds, const char *name)
{
   uint32_t good = 0;
   for (; good < COUNT; good++) {
      invalidate_mapping(device, &mappings[good]);
      if (!edges_hold(&mappings[good], seeds[good]))
         break;
   }
   check(name, good == COUNT, "mapping %u of %zu bytes lost its pattern", good,
         good == COUNT ? 0 : mappings[good].size);
}

static void
run(void)
{
   struct device device = open_device();
   const uint32_t type = coherent_type(&device);
   static struct mapping mappings[COUNT];
   static uint32_t seeds[COUNT];
   uint32_t random = 0x6d617073, seed = 1;
   for (uint32_t i = 0; i < COUNT; i++) {
      mappings[i] = create_mapping(&device, 1 + next_random(&random) % MAX_SIZE, type);
      write_edges(&mappings[i], seeds[i] = seed++);
   }
   check_addresses(mappings);
   check_contents(&device, mappings, seeds, "contents with all of them alive");

   for (uint32_t i = 0; i < COUNT; i += 5)
      destroy_mapping(&device, &mappings[i]);
   for (uint32_t i = 0; i < COUNT; i += 5) {
      mappings[i] = create_mapping(&device, 1 + next_random(&random) % MAX_SIZE, type);
      write_edges(&mappings[i], seeds[i] = seed++);
   }
   check_addresses(mappings);
   check_contents(&device, mappings, seeds, "contents after every fifth was made anew");

   for (uint32_t i = 0; i < COUNT; i++)
      destroy_mapping(&device, &mappings[i]);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "memory/map-many",
   .title = "100 interleaved odd mappings have addresses of their own and keep their contents",
   .run = run,
};
