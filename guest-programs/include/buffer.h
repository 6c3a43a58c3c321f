/* Memory, buffers, and the comparison of what is in them. */
#ifndef BUFFER_H
#define BUFFER_H

#include "device.h"

#define NO_MEMORY_TYPE UINT32_MAX

/* The first memory type among `allowed` (a bit each) that has all the flags, or NO_MEMORY_TYPE. */
uint32_t find_memory_type(const struct device *device, uint32_t allowed, VkMemoryPropertyFlags flags);
/* Ends the probe with an error where it cannot be had. */
VkDeviceMemory allocate_memory(const struct device *device, VkDeviceSize size, uint32_t type);
void *map_memory(const struct device *device, VkDeviceMemory memory);

struct buffer {
   VkBuffer handle;
   VkDeviceMemory memory;
   VkDeviceSize size;
   /* NULL where the memory is the device's own. */
   void *map;
};

/* In coherent memory, mapped: what the device wrote needs no invalidation. */
struct buffer create_host_buffer(const struct device *device, VkDeviceSize size, VkBufferUsageFlags usage);
/* In device-local memory, not mapped. */
struct buffer create_device_buffer(const struct device *device, VkDeviceSize size, VkBufferUsageFlags usage);
void destroy_buffer(const struct device *device, struct buffer *buffer);

/* One check of `count` 32-bit words against expected(index, seed); a failure names the first byte that differs. */
typedef uint32_t (*word_pattern)(size_t index, uint32_t seed);
bool check_words(const char *name, const void *actual, size_t count, word_pattern expected, uint32_t seed);

/* One check of `count` bytes; a failure names the first that differs. */
bool check_bytes(const char *name, const void *actual, const void *expected, size_t count);

/* A pattern that repeats in no power of two, so that a page in the wrong place shows. */
uint32_t hashed_word(size_t index, uint32_t seed);
/* Every word is the seed. */
uint32_t constant_word(size_t index, uint32_t seed);

#endif
