/*
 * Mappings of odd sizes hold what was written, to the last byte, with all of them alive at once: a mapping that was
 * rounded, cut short or laid over its neighbour shows.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buffer.h"

/* Around the page sizes of guests and hosts; the last is Venus' own odd one, just over 128 KiB. */
static const size_t sizes[] = {1, 4095, 4097, 16383, 16385, 131268};
#define SIZES (sizeof(sizes) / sizeof(sizes[0]))

static unsigned char
pattern_byte(size_t index, unsigned seed)
{
   return (unsigned char)(hashed_word(index, seed) >> 8);
}

static void
access_memory(const struct device *device, VkDeviceMemory memory, bool coherent, bool write)
{
   if (coherent)
      return;
   const VkMappedMemoryRange range = {
      .sType = VK_STRUCTURE_TYPE_MAPPED_MEMORY_RANGE,
      .memory = memory,
      .size = VK_WHOLE_SIZE,
   };
   if (write)
      SETUP(vkFlushMappedMemoryRanges(device->handle, 1, &range));
   else
      SETUP(vkInvalidateMappedMemoryRanges(device->handle, 1, &range));
}

static void
check_type(const struct device *device, uint32_t type)
{
   const bool coherent =
      device->memory.memoryTypes[type].propertyFlags & VK_MEMORY_PROPERTY_HOST_COHERENT_BIT;
   VkDeviceMemory memories[SIZES];
   for (size_t i = 0; i < SIZES; i++)
      memories[i] = allocate_memory(device, sizes[i], type);

   for (size_t i = 0; i < SIZES; i++) {
      unsigned char *map = map_memory(device, memories[i]);
      for (size_t byte = 0; byte < sizes[i]; byte++)
         map[byte] = pattern_byte(byte, (unsigned)i);
      access_memory(device, memories[i], coherent, true);
      vkUnmapMemory(device->handle, memories[i]);
   }
   for (size_t i = 0; i < SIZES; i++) {
      unsigned char *expected = malloc(sizes[i]);
      for (size_t byte = 0; byte < sizes[i]; byte++)
         expected[byte] = pattern_byte(byte, (unsigned)i);
      const void *map = map_memory(device, memories[i]);
      access_memory(device, memories[i], coherent, false);
      char name[64];
      snprintf(name, sizeof(name), "memory type %u, %zu bytes", type, sizes[i]);
      check_bytes(name, map, expected, sizes[i]);
      vkUnmapMemory(device->handle, memories[i]);
      free(expected);
   }
   for (size_t i = 0; i < SIZES; i++)
      vkFreeMemory(device->handle, memories[i], NULL);
}

static void
run(void)
{
   struct device device = open_device();
   /* The specification promises a type that is both; the others have rules of their own. */
   const VkMemoryPropertyFlags special =
      VK_MEMORY_PROPERTY_PROTECTED_BIT | VK_MEMORY_PROPERTY_DEVICE_COHERENT_BIT_AMD;
   for (uint32_t type = 0; type < device.memory.memoryTypeCount; type++) {
      const VkMemoryPropertyFlags flags = device.memory.memoryTypes[type].propertyFlags;
      if (flags & VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT && !(flags & special))
         check_type(&device, type);
   }
   close_device(&device);
}

const struct probe this_probe = {
   .id = "memory/map-odd-sizes",
   .title = "Mapped memory of odd sizes holds a pattern to its last byte",
   .run = run,
};
