/* Memory with its mapping, for probes of the memory itself: no buffer needs to be bound to it. */
#ifndef MAPPING_H
#define MAPPING_H

#include "buffer.h"

struct mapping {
   VkDeviceMemory memory;
   size_t size;
   uint32_t type;
   unsigned char *bytes;
};

/* Not protected, device-coherent or lazily allocated memory: those ask for features or uses of their own. */
bool type_is_plain(const struct device *device, uint32_t type);
/* Plain, and the host can map it. */
bool type_is_mappable(const struct device *device, uint32_t type);
/* The first type that is mappable and coherent; the specification promises one. */
uint32_t coherent_type(const struct device *device);

/* Nothing is left behind where it does not succeed. */
VkResult try_mapping(const struct device *device, size_t size, uint32_t type, struct mapping *mapping);
/* Ends the probe with an error where it cannot be had. */
struct mapping create_mapping(const struct device *device, size_t size, uint32_t type);
void destroy_mapping(const struct device *device, struct mapping *mapping);
/* Frees the memory while it is mapped, which the specification allows. */
void free_while_mapped(const struct device *device, struct mapping *mapping);

/* What the host wrote becomes visible to the device; nothing to do where the memory is coherent. */
void flush_mapping(const struct device *device, const struct mapping *mapping);
/* The other way round. */
void invalidate_mapping(const struct device *device, const struct mapping *mapping);

/* Whether the result is an answer that an application can live with: out of memory, of address space or of objects. */
bool is_out_of_memory(VkResult result);

/* The low bytes of hashed_word. */
unsigned char pattern_byte(size_t index, uint32_t seed);
void write_pattern(unsigned char *bytes, size_t size, uint32_t seed);
/* The place of the first byte that is not the pattern's; `size` where there is none. */
size_t first_off_pattern(const unsigned char *bytes, size_t size, uint32_t seed);

/* The same numbers on every machine. */
uint32_t next_random(uint32_t *state);

#endif
