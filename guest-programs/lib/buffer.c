#include "buffer.h"

#include <stdio.h>
#include <string.h>

uint32_t
find_memory_type(const struct device *device, uint32_t allowed, VkMemoryPropertyFlags flags)
{
   for (uint32_t i = 0; i < device->memory.memoryTypeCount; i++) {
      if (allowed & (1u << i) && (device->memory.memoryTypes[i].propertyFlags & flags) == flags)
         return i;
   }
   return NO_MEMORY_TYPE;
}

VkDeviceMemory
allocate_memory(const struct device *device, VkDeviceSize size, uint32_t type)
{
   const VkMemoryAllocateInfo info = {
      .sType = VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_INFO,
      .allocationSize = size,
      .memoryTypeIndex = type,
   };
   VkDeviceMemory memory;
   SETUP(vkAllocateMemory(device->handle, &info, NULL, &memory));
   return memory;
}

void *
map_memory(const struct device *device, VkDeviceMemory memory)
{
   void *map;
   SETUP(vkMapMemory(device->handle, memory, 0, VK_WHOLE_SIZE, 0, &map));
   return map;
}

static struct buffer
create_buffer(const struct device *device, VkDeviceSize size, VkBufferUsageFlags usage, VkMemoryPropertyFlags flags)
{
   struct buffer buffer = {.size = size};
   const VkBufferCreateInfo info = {
      .sType = VK_STRUCTURE_TYPE_BUFFER_CREATE_INFO,
      .size = size,
      .usage = usage,
      .sharingMode = VK_SHARING_MODE_EXCLUSIVE,
   };
   SETUP(vkCreateBuffer(device->handle, &info, NULL, &buffer.handle));
   VkMemoryRequirements needs;
   vkGetBufferMemoryRequirements(device->handle, buffer.handle, &needs);
   const uint32_t type = find_memory_type(device, needs.memoryTypeBits, flags);
   /* The specification promises one of each kind to every buffer. */
   if (type == NO_MEMORY_TYPE)
      fail_setup("No memory type in 0x%x has the property flags 0x%x.", needs.memoryTypeBits, flags);
   buffer.memory = allocate_memory(device, needs.size, type);
   SETUP(vkBindBufferMemory(device->handle, buffer.handle, buffer.memory, 0));
   return buffer;
}

struct buffer
create_host_buffer(const struct device *device, VkDeviceSize size, VkBufferUsageFlags usage)
{
   struct buffer buffer = create_buffer(device, size, usage,
                                        VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT | VK_MEMORY_PROPERTY_HOST_COHERENT_BIT);
   buffer.map = map_memory(device, buffer.memory);
   return buffer;
}

struct buffer
create_device_buffer(const struct device *device, VkDeviceSize size, VkBufferUsageFlags usage)
{
   return create_buffer(device, size, usage, VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT);
}

void
destroy_buffer(const struct device *device, struct buffer *buffer)
{
   vkDestroyBuffer(device->handle, buffer->handle, NULL);
   vkFreeMemory(device->handle, buffer->memory, NULL);
}

bool
check_words(const char *name, const void *actual, size_t count, word_pattern expected, uint32_t seed)
{
   size_t first = count, wrong = 0;
   uint32_t seen = 0;
   for (size_t i = 0; i < count; i++) {
      uint32_t word;
      memcpy(&word, (const char *)actual + i * sizeof(word), sizeof(word));
      if (word == expected(i, seed))
         continue;
      if (wrong++ == 0) {
         first = i;
         seen = word;
      }
   }
   if (wrong == 0)
      return check_values(name, true, NULL, NULL, NULL);
   char expected_text[16], actual_text[16], message[128];
   snprintf(expected_text, sizeof(expected_text), "0x%08x", expected(first, seed));
   snprintf(actual_text, sizeof(actual_text), "0x%08x", seen);
   snprintf(message, sizeof(message), "%zu of %zu words differ, the first at byte %zu", wrong, count,
            first * sizeof(uint32_t));
   return check_values(name, false, expected_text, actual_text, message);
}

bool
check_bytes(const char *name, const void *actual, const void *expected, size_t count)
{
   const unsigned char *seen = actual, *wanted = expected;
   size_t first = 0;
   while (first < count && seen[first] == wanted[first])
      first++;
   if (first == count)
      return check_values(name, true, NULL, NULL, NULL);
   char expected_text[8], actual_text[8], message[64];
   snprintf(expected_text, sizeof(expected_text), "0x%02x", wanted[first]);
   snprintf(actual_text, sizeof(actual_text), "0x%02x", seen[first]);
   snprintf(message, sizeof(message), "the first of %zu bytes to differ is byte %zu", count, first);
   return check_values(name, false, expected_text, actual_text, message);
}

uint32_t
hashed_word(size_t index, uint32_t seed)
{
   uint32_t word = (uint32_t)index * UINT32_C(0x9e3779b1) ^ seed;
   word ^= word >> 15;
   return word * UINT32_C(0x85ebca77) + seed;
}

uint32_t
constant_word(size_t index, uint32_t seed)
{
   (void)index;
   return seed;
}
