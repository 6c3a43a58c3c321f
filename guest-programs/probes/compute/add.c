/* Sums of floats, each of which a float holds exactly, so that every rounding mode gives the same. */
#include "compute.h"
#include "add_comp.h"

#define COUNT 65537u
#define GROUP 64u

/* A whole number of 22 bits and a sign: the sum of two of them needs no more than a float's 24 bits. */
static float
exact_float(uint32_t index, uint32_t seed)
{
   return (float)((int32_t)(hashed_word(index, seed) >> 9) - (1 << 22));
}

static void
check_sums(const float *sums)
{
   for (uint32_t i = 0; i < COUNT; i++) {
      const float expected = exact_float(i, 1) + exact_float(i, 2);
      if (sums[i] == expected)
         continue;
      must(check("every sum", false, "sum %u is %.9g, not %.9g", i, (double)sums[i], (double)expected));
   }
   check("every sum", true, "%u sums", COUNT);
}

static void
run(void)
{
   struct device device = open_device();
   struct buffer lists[3];
   struct compute_options options = {.code = SHADER(add_comp), .range_count = 3, .push_bytes = sizeof(uint32_t)};
   for (uint32_t i = 0; i < 3; i++) {
      lists[i] = create_host_buffer(&device, COUNT * sizeof(float), VK_BUFFER_USAGE_STORAGE_BUFFER_BIT);
      options.ranges[i] = whole_buffer(&lists[i]);
   }
   for (uint32_t i = 0; i < COUNT; i++) {
      ((float *)lists[0].map)[i] = exact_float(i, 1);
      ((float *)lists[1].map)[i] = exact_float(i, 2);
      ((float *)lists[2].map)[i] = 0.5f;
   }

   struct compute compute = create_compute(&device, &options);
   VkCommandBuffer commands = begin_commands(&device);
   const uint32_t count = COUNT;
   dispatch(commands, &compute, &count, (COUNT + GROUP - 1) / GROUP);
   run_commands(&device, commands);
   check_sums(lists[2].map);

   destroy_compute(&device, &compute);
   for (uint32_t i = 0; i < 3; i++)
      destroy_buffer(&device, &lists[i]);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "compute/add",
   .title = "A shader adds two lists of floats and every sum is exact",
   .run = run,
};
