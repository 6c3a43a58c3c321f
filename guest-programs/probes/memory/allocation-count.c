/*
 * Many live mapped allocations end in success or in a clean error, those that are there keep their contents, and
 * afterwards there is room again. Each costs the host a descriptor, a memory region, and its hypervisor a slot.
 */
#include <stdlib.h>

#include "environment.h"
#include "mapping.h"

/* More than the 509 slots for memory that KVM had for long. $VENUS_SUITE_LIVE_MAPPINGS overrides it. */
#define COUNT 520
#define SIZE 4096u

static void
run(void)
{
   struct device device = open_device();
   const uint32_t type = coherent_type(&device);
   VkPhysicalDeviceProperties properties;
   vkGetPhysicalDeviceProperties(device.physical, &properties);
   const uint32_t limit = properties.limits.maxMemoryAllocationCount;
   const uint32_t asked = (uint32_t)number_from_environment("VENUS_SUITE_LIVE_MAPPINGS", COUNT);
   const uint32_t wanted = asked < limit ? asked : limit;

   struct mapping *mappings = calloc(wanted, sizeof(*mappings));
   uint32_t count = 0;
   VkResult last = VK_SUCCESS;
   while (count < wanted && (last = try_mapping(&device, SIZE, type, &mappings[count])) == VK_SUCCESS) {
      *(uint32_t *)(void *)mappings[count].bytes = hashed_word(count, COUNT);
      count++;
   }
   check("the last allocation", last == VK_SUCCESS || is_out_of_memory(last),
         "number %u: %s is neither success nor an out-of-memory code", count, vk_result_name(last));
   report_metric("live mapped allocations", "1", &(double){count}, 1);

   uint32_t held = 0;
   while (held < count && *(uint32_t *)(void *)mappings[held].bytes == hashed_word(held, COUNT))
      held++;
   check("contents", held == count, "allocation %u of %u lost its contents", held, count);
   for (uint32_t i = 0; i < count; i++)
      destroy_mapping(&device, &mappings[i]);
   free(mappings);

   struct mapping one;
   const VkResult after = try_mapping(&device, SIZE, type, &one);
   must(check_result("one more after all were freed", VK_SUCCESS, after));
   destroy_mapping(&device, &one);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "memory/allocation-count",
   .title = "Many live mapped allocations succeed or end in a clean error, and there is room afterwards",
   .run = run,
};
