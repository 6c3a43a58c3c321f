/*
 * Sizes of dispatches that the device itself wrote just before: the first covers all words, the second is empty, the
 * third covers the first half again with another seed.
 */
#include <string.h>

#include "compute.h"
#include "fill_comp.h"

#define GROUP 64u
#define GROUPS 40u
#define WORDS (GROUP * GROUPS)
#define HALF (WORDS / 2)
#define FIRST_SEED 5u
#define EMPTY_SEED 6u
#define SECOND_SEED 7u

struct parameters {
   uint32_t count, seed;
};

/* Each at an offset of its own, none of them a power of two. */
static const VkDispatchIndirectCommand sizes[] = {{GROUPS, 1, 1}, {0, 1, 1}, {GROUPS / 2, 1, 1}};
static const uint32_t seeds[] = {FIRST_SEED, EMPTY_SEED, SECOND_SEED};
#define DISPATCHES (sizeof(sizes) / sizeof(sizes[0]))

static void
run(void)
{
   struct device device = open_device();
   struct buffer words = create_host_buffer(&device, WORDS * 4, VK_BUFFER_USAGE_STORAGE_BUFFER_BIT);
   memset(words.map, 0, WORDS * 4);
   struct buffer arguments = create_device_buffer(
      &device, 4 + sizeof(sizes), VK_BUFFER_USAGE_INDIRECT_BUFFER_BIT | VK_BUFFER_USAGE_TRANSFER_DST_BIT);
   struct compute compute = create_compute(&device, &(struct compute_options){
                                                       .code = SHADER(fill_comp),
                                                       .ranges = {whole_buffer(&words)},
                                                       .range_count = 1,
                                                       .push_bytes = sizeof(struct parameters),
                                                    });

   VkCommandBuffer commands = begin_commands(&device);
   vkCmdUpdateBuffer(commands, arguments.handle, 4, sizeof(sizes), sizes);
   full_barrier(commands);
   for (size_t i = 0; i < DISPATCHES; i++) {
      const struct parameters parameters = {WORDS, seeds[i]};
      bind_compute(commands, &compute, &parameters);
      vkCmdDispatchIndirect(commands, arguments.handle, 4 + i * sizeof(sizes[0]));
      full_barrier(commands);
   }
   run_commands(&device, commands);
   check_words("the half that both wrote", words.map, HALF, hashed_word, SECOND_SEED);
   uint32_t expected[HALF];
   for (uint32_t i = 0; i < HALF; i++)
      expected[i] = hashed_word(HALF + i, FIRST_SEED);
   check_bytes("the half that only the first wrote", (const uint32_t *)words.map + HALF, expected, sizeof(expected));

   destroy_compute(&device, &compute);
   destroy_buffer(&device, &words);
   destroy_buffer(&device, &arguments);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "compute/indirect",
   .title = "Indirect dispatches take the sizes that the device wrote before",
   .run = run,
};
