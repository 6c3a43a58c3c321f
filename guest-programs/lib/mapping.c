#include "mapping.h"

bool
type_is_plain(const struct device *device, uint32_t type)
{
   const VkMemoryPropertyFlags special = VK_MEMORY_PROPERTY_PROTECTED_BIT |
                                         VK_MEMORY_PROPERTY_DEVICE_COHERENT_BIT_AMD |
                                         VK_MEMORY_PROPERTY_LAZILY_ALLOCATED_BIT;
   return !(device->memory.memoryTypes[type].propertyFlags & special);
}

bool
type_is_mappable(const struct device *device, uint32_t type)
{
   return type_is_plain(device, type) &&
          device->memory.memoryTypes[type].propertyFlags & VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT;
}

static bool
type_is_coherent(const struct device *device, uint32_t type)
{
   return device->memory.memoryTypes[type].propertyFlags & VK_MEMORY_PROPERTY_HOST_COHERENT_BIT;
}

uint32_t
coherent_type(const struct device *device)
{
   for (uint32_t type = 0; type < device->memory.memoryTypeCount; type++) {
      if (type_is_mappable(device, type) && type_is_coherent(device, type))
         return type;
   }
   fail_setup("None of the %u memory types is host-visible and coherent.", device->memory.memoryTypeCount);
}

#define SETTLE_MS 200u

VkResult
try_mapping(const struct device *device, size_t size, uint32_t type, struct mapping *mapping)
{
   const VkMemoryAllocateInfo info = {
      .sType = VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_INFO,
      .allocationSize = size,
      .memoryTypeIndex = type,
   };
   *mapping = (struct mapping){.size = size, .type = type};
   VkResult result = vkAllocateMemory(device->handle, &info, NULL, &mapping->memory);
   if (result != VK_SUCCESS)
      return result;
   void *map;
   result = vkMapMemory(device->handle, mapping->memory, 0, VK_WHOLE_SIZE, 0, &map);
   if (result != VK_SUCCESS) {
      /*
       * The guest's kernel has asked the host for the blob before it finds no place for it, and Venus frees the memory
       * by another way: where the free comes first, the renderer refuses the blob and ends the context, seldom.
       */
      sleep_ms(SETTLE_MS);
      vkFreeMemory(device->handle, mapping->memory, NULL);
   } else
      mapping->bytes = map;
   return result;
}

struct mapping
create_mapping(const struct device *device, size_t size, uint32_t type)
{
   struct mapping mapping;
   setup_result("vkAllocateMemory and vkMapMemory", try_mapping(device, size, type, &mapping));
   return mapping;
}

void
destroy_mapping(const struct device *device, struct mapping *mapping)
{
   vkUnmapMemory(device->handle, mapping->memory);
   free_while_mapped(device, mapping);
}

void
free_while_mapped(const struct device *device, struct mapping *mapping)
{
   vkFreeMemory(device->handle, mapping->memory, NULL);
   *mapping = (struct mapping){0};
}

static VkMappedMemoryRange
whole_memory(const struct mapping *mapping)
{
   return (VkMappedMemoryRange){
      .sType = VK_STRUCTURE_TYPE_MAPPED_MEMORY_RANGE,
      .memory = mapping->memory,
      .size = VK_WHOLE_SIZE,
   };
}

void
flush_mapping(const struct device *device, const struct mapping *mapping)
{
   const VkMappedMemoryRange range = whole_memory(mapping);
   if (!type_is_coherent(device, mapping->type))
      SETUP(vkFlushMappedMemoryRanges(device->handle, 1, &range));
}

void
invalidate_mapping(const struct device *device, const struct mapping *mapping)
{
   const VkMappedMemoryRange range = whole_memory(mapping);
   if (!type_is_coherent(device, mapping->type))
      SETUP(vkInvalidateMappedMemoryRanges(device->handle, 1, &range));
}

bool
is_out_of_memory(VkResult result)
{
   return result == VK_ERROR_OUT_OF_HOST_MEMORY || result == VK_ERROR_OUT_OF_DEVICE_MEMORY ||
          result == VK_ERROR_MEMORY_MAP_FAILED || result == VK_ERROR_TOO_MANY_OBJECTS;
}

unsigned char
pattern_byte(size_t index, uint32_t seed)
{
   return (unsigned char)(hashed_word(index, seed) >> 8);
}

void
write_pattern(unsigned char *bytes, size_t size, uint32_t seed)
{
   for (size_t i = 0; i < size; i++)
      bytes[i] = pattern_byte(i, seed);
}

size_t
first_off_pattern(const unsigned char *bytes, size_t size, uint32_t seed)
{
   size_t i = 0;
   while (i < size && bytes[i] == pattern_byte(i, seed))
      i++;
   return i;
}

uint32_t
next_random(uint32_t *state)
{
   /* xorshift32: never 0 unless it starts there. */
   *state ^= *state << 13;
   *state ^= *state >> 17;
   *state ^= *state << 5;
   return *state;
}
