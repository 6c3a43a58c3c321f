/*
 * More mapped memory than the guest's window onto the host (hostmem) holds ends in a clean out-of-memory code, all of
 * it can be given back, and small mappings work as before. Nothing of it is touched, so it costs no real memory.
 */
#include <stdio.h>

#include "mapping.h"

#define MIB ((size_t)1 << 20)
#define CHUNK (96 * MIB)
/* More than a window of 1 GiB, which is what the suite's targets have. */
#define CHUNKS 12u
#define SMALL 65537u

static void
check_small(const struct device *device, uint32_t type, const char *name)
{
   struct mapping small;
   const VkResult result = try_mapping(device, SMALL, type, &small);
   must(check(name, result == VK_SUCCESS, "%u bytes: %s", SMALL, vk_result_name(result)));
   write_pattern(small.bytes, SMALL, 7);
   const size_t held = first_off_pattern(small.bytes, SMALL, 7);
   check("its contents", held == SMALL, "byte %zu differs", held);
   destroy_mapping(device, &small);
}

static void
check_outcome(const char *name, VkResult result)
{
   check(name, result == VK_SUCCESS || is_out_of_memory(result), "%s is neither success nor an out-of-memory code",
         vk_result_name(result));
}

static void
run(void)
{
   struct device device = open_device();
   const uint32_t type = coherent_type(&device);
   const VkDeviceSize heap = device.memory.memoryHeaps[device.memory.memoryTypes[type].heapIndex].size;
   if (heap < CHUNKS * CHUNK)
      skip_probe("The heap of host-visible memory has %llu MiB, less than the %zu MiB that the probe asks for.",
                 (unsigned long long)(heap / MIB), CHUNKS * CHUNK / MIB);

   struct mapping one;
   const VkResult at_once = try_mapping(&device, CHUNKS * CHUNK, type, &one);
   check_outcome("1152 MiB in one piece", at_once);
   if (at_once == VK_SUCCESS)
      destroy_mapping(&device, &one);
   check_small(&device, type, "a small mapping after one huge one");

   struct mapping chunks[CHUNKS];
   uint32_t count = 0;
   VkResult last = VK_SUCCESS;
   while (count < CHUNKS && (last = try_mapping(&device, CHUNK, type, &chunks[count])) == VK_SUCCESS)
      count++;
   check_outcome("1152 MiB in pieces of 96 MiB", last);
   check("at least one piece", count > 0, "not even %zu MiB can be mapped: %s", CHUNK / MIB, vk_result_name(last));
   report_metric("mapped at once", "MiB", &(double){(double)(count * CHUNK / MIB)}, 1);
   while (count > 0)
      destroy_mapping(&device, &chunks[--count]);
   check_small(&device, type, "a small mapping after many large ones");
   close_device(&device);
}

const struct probe this_probe = {
   .id = "memory/huge",
   .title = "More mapped memory than the window holds is out of memory, and small mappings go on working",
   .run = run,
};
