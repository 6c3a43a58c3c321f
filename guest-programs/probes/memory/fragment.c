/*
 * The window onto the host's memory is whole again after mappings of random sizes came and went in random order: a
 * piece of 640 MiB, more than half of it, can be mapped at the end.
 */
#include "commands.h"
#include "mapping.h"

#define MIB ((size_t)1 << 20)
#define SLOTS 64u
#define STEPS 400u
#define MAX_SIZE (6 * MIB)
#define LARGE (640 * MIB)
/* The kernel gives a place back when the host has answered, a little after the free: it is asked for so long. */
#define PAUSE_MS 50u

static bool
ends_hold(const struct mapping *mapping, uint32_t step)
{
   return mapping->bytes[0] == pattern_byte(0, step) &&
          mapping->bytes[mapping->size - 1] == pattern_byte(mapping->size - 1, step);
}

static void
come_and_go(const struct device *device, uint32_t type)
{
   struct mapping slots[SLOTS] = {0};
   uint32_t steps[SLOTS];
   uint32_t random = 0x66726167, wrong = 0;
   for (uint32_t step = 0; step < STEPS; step++) {
      const uint32_t slot = next_random(&random) % SLOTS;
      if (slots[slot].memory) {
         wrong += !ends_hold(&slots[slot], steps[slot]);
         destroy_mapping(device, &slots[slot]);
         continue;
      }
      const VkResult result = try_mapping(device, 1 + next_random(&random) % MAX_SIZE, type, &slots[slot]);
      if (result != VK_SUCCESS)
         must(check("a mapping", false, "step %u, %zu bytes: %s", step, slots[slot].size, vk_result_name(result)));
      steps[slot] = step;
      slots[slot].bytes[0] = pattern_byte(0, step);
      slots[slot].bytes[slots[slot].size - 1] = pattern_byte(slots[slot].size - 1, step);
   }
   for (uint32_t slot = 0; slot < SLOTS; slot++) {
      if (!slots[slot].memory)
         continue;
      wrong += !ends_hold(&slots[slot], steps[slot]);
      destroy_mapping(device, &slots[slot]);
   }
   check_number("mappings that lost their contents", 0, wrong);
}

static void
run(void)
{
   struct device device = open_device();
   const uint32_t type = coherent_type(&device);
   come_and_go(&device, type);

   struct mapping large;
   VkResult result = VK_NOT_READY;
   const double began = seconds_now();
   do {
      if (result != VK_NOT_READY)
         sleep_ms(PAUSE_MS);
      result = try_mapping(&device, LARGE, type, &large);
   } while (result != VK_SUCCESS && seconds_now() - began < (double)WAIT_NS * 1e-9);
   must(check_result("640 MiB in one piece at the end", VK_SUCCESS, result));
   large.bytes[0] = large.bytes[LARGE - 1] = 0x5a;
   destroy_mapping(&device, &large);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "memory/fragment",
   .title = "The window can be used again after mappings of random sizes came and went in random order",
   .run = run,
};
