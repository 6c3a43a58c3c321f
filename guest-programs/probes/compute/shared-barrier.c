/* A running sum in shared memory: every invocation needs what the others wrote before the last barrier. */
#include "compute.h"
#include "scan_comp.h"

/* The largest workgroup that every implementation has. */
#define GROUP 128u
#define GROUPS 61u
#define WORDS (GROUP * GROUPS)

static uint32_t
running_sum(size_t index, uint32_t seed)
{
   uint32_t sum = 0;
   for (size_t i = index / GROUP * GROUP; i <= index; i++)
      sum += hashed_word(i, seed);
   return sum;
}

static void
run(void)
{
   const uint32_t seed = 0x1234567u;
   struct device device = open_device();
   struct buffer words = create_host_buffer(&device, WORDS * 4, VK_BUFFER_USAGE_STORAGE_BUFFER_BIT);
   struct buffer sums = create_host_buffer(&device, WORDS * 4, VK_BUFFER_USAGE_STORAGE_BUFFER_BIT);
   for (uint32_t i = 0; i < WORDS; i++) {
      ((uint32_t *)words.map)[i] = hashed_word(i, seed);
      ((uint32_t *)sums.map)[i] = ~0u;
   }

   struct compute compute = create_compute(&device, &(struct compute_options){
                                                       .code = SHADER(scan_comp),
                                                       .ranges = {whole_buffer(&words), whole_buffer(&sums)},
                                                       .range_count = 2,
                                                    });
   VkCommandBuffer commands = begin_commands(&device);
   dispatch(commands, &compute, NULL, GROUPS);
   run_commands(&device, commands);
   check_words("the running sums", sums.map, WORDS, running_sum, seed);

   destroy_compute(&device, &compute);
   destroy_buffer(&device, &words);
   destroy_buffer(&device, &sums);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "compute/shared-barrier",
   .title = "Barriers order what a workgroup's invocations write to shared memory",
   .run = run,
};
