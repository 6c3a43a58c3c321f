/* Query pools, and the reading of their results within a bound. */
#ifndef QUERY_H
#define QUERY_H

#include "device.h"

VkQueryPool create_query_pool(const struct device *device, VkQueryType type, uint32_t count,
                              VkQueryPipelineStatisticFlags statistics);

/*
 * The 64-bit values of `count` queries from `first` on, `each` of them a query. The probe fails at once where they are
 * not there within WAIT_NS: a wait inside vkGetQueryPoolResults would have no bound.
 */
void must_read_queries(const struct device *device, VkQueryPool pool, uint32_t first, uint32_t count, uint32_t each,
                       uint64_t *values);

/* One check: the first `count` queries all are, or all are not, available (and vkGetQueryPoolResults says the same). */
bool check_availability(const struct device *device, VkQueryPool pool, uint32_t count, bool available,
                        const char *name);

/* Bits of a timestamp that count in the device's queue family; skips the probe where it has none. */
uint32_t timestamp_bits(const struct device *device);

#endif
