/*
 * Thousands of invocations meet in a few words. Sums, minima and the like come out the same in every order; the tickets
 * that they draw are all different.
 */
#include <stdlib.h>
#include <string.h>

#include "compute.h"
#include "atomics_comp.h"

#define GROUP 64u
#define GROUPS 257u
#define COUNT (GROUP * GROUPS)

struct totals {
   uint32_t tickets, sum, smallest, largest, parity, bits;
   int32_t lowest;
};
static const struct totals start = {.smallest = UINT32_MAX, .lowest = INT32_MAX};

static struct totals
expected_totals(uint32_t seed)
{
   struct totals totals = start;
   for (uint32_t i = 0; i < COUNT; i++) {
      const uint32_t word = hashed_word(i, seed);
      totals.tickets++;
      totals.sum += word;
      totals.smallest = word < totals.smallest ? word : totals.smallest;
      totals.largest = word > totals.largest ? word : totals.largest;
      totals.parity ^= word;
      totals.bits |= 1u << (word & 31u);
      totals.lowest = (int32_t)word < totals.lowest ? (int32_t)word : totals.lowest;
   }
   return totals;
}

static void
check_tickets(const uint32_t *taken)
{
   unsigned char *seen = calloc(COUNT, 1);
   uint32_t wrong = 0;
   for (uint32_t i = 0; i < COUNT; i++)
      wrong += taken[i] >= COUNT || seen[taken[i]]++ != 0;
   free(seen);
   check("every ticket once", wrong == 0, "%u of %u tickets were drawn twice or never existed", wrong, COUNT);
}

static void
run(void)
{
   const uint32_t seed = 0x0badcafeu;
   struct device device = open_device();
   struct buffer totals = create_host_buffer(&device, sizeof(start), VK_BUFFER_USAGE_STORAGE_BUFFER_BIT);
   struct buffer taken = create_host_buffer(&device, COUNT * 4, VK_BUFFER_USAGE_STORAGE_BUFFER_BIT);
   memcpy(totals.map, &start, sizeof(start));
   memset(taken.map, 0xff, COUNT * 4);

   struct compute compute = create_compute(&device, &(struct compute_options){
                                                       .code = SHADER(atomics_comp),
                                                       .ranges = {whole_buffer(&totals), whole_buffer(&taken)},
                                                       .range_count = 2,
                                                       .push_bytes = sizeof(seed),
                                                    });
   VkCommandBuffer commands = begin_commands(&device);
   dispatch(commands, &compute, &seed, GROUPS);
   run_commands(&device, commands);

   const struct totals expected = expected_totals(seed);
   struct totals actual;
   memcpy(&actual, totals.map, sizeof(actual));
   check_number("atomicAdd of one", expected.tickets, actual.tickets);
   check_number("atomicAdd", expected.sum, actual.sum);
   check_number("atomicMin", expected.smallest, actual.smallest);
   check_number("atomicMax", expected.largest, actual.largest);
   check_number("atomicXor", expected.parity, actual.parity);
   check_number("atomicOr", expected.bits, actual.bits);
   check_number("atomicMin, signed", (uint32_t)expected.lowest, (uint32_t)actual.lowest);
   check_tickets(taken.map);

   destroy_compute(&device, &compute);
   destroy_buffer(&device, &totals);
   destroy_buffer(&device, &taken);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "compute/atomics",
   .title = "Atomics on a few words lose no invocation",
   .run = run,
};
