/*
 * Mappings of odd sizes hold what was written, to the last byte, with all of them alive at once: a mapping that was
 * rounded, cut short or laid over its neighbour shows.
 */
#include <stdio.h>
#include <stdlib.h>

#include "mapping.h"

/* Around the page sizes of guests and hosts; the last is Venus' own odd one, just over 128 KiB. */
static const size_t sizes[] = {1, 4095, 4097, 16383, 16385, 131268};
#define SIZES (sizeof(sizes) / sizeof(sizes[0]))

static void
check_type(const struct device *device, uint32_t type)
{
   struct mapping mappings[SIZES];
   for (uint32_t i = 0; i < SIZES; i++) {
      mappings[i] = create_mapping(device, sizes[i], type);
      write_pattern(mappings[i].bytes, sizes[i], i);
      flush_mapping(device, &mappings[i]);
      vkUnmapMemory(device->handle, mappings[i].memory);
   }
   for (uint32_t i = 0; i < SIZES; i++) {
      unsigned char *expected = malloc(sizes[i]);
      write_pattern(expected, sizes[i], i);
      mappings[i].bytes = map_memory(device, mappings[i].memory);
      invalidate_mapping(device, &mappings[i]);
      char name[64];
      snprintf(name, sizeof(name), "memory type %u, %zu bytes", type, sizes[i]);
      check_bytes(name, mappings[i].bytes, expected, sizes[i]);
      free(expected);
   }
   for (uint32_t i = 0; i < SIZES; i++)
      destroy_mapping(device, &mappings[i]);
}

static void
run(void)
{
   struct device device = open_device();
   for (uint32_t type = 0; type < device.memory.memoryTypeCount; type++) {
      if (type_is_mappable(&device, type))
         check_type(&device, type);
   }
   close_device(&device);
}

const struct probe this_probe = {
   .id = "memory/map-odd-sizes",
   .title = "Mapped memory of odd sizes holds a pattern to its last byte",
   .run = run,
};
