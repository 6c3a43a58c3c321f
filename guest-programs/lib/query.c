#include "query.h"

#include <stdio.h>

#include "commands.h"

#define MAX_QUERIES 64u
#define MAX_FAMILIES 16

VkQueryPool
create_query_pool(const struct device *device, VkQueryType type, uint32_t count,
                  VkQueryPipelineStatisticFlags statistics)
{
   const VkQueryPoolCreateInfo info = {
      .sType = VK_STRUCTURE_TYPE_QUERY_POOL_CREATE_INFO,
      .queryType = type,
      .queryCount = count,
      .pipelineStatistics = statistics,
   };
   VkQueryPool pool;
   SETUP(vkCreateQueryPool(device->handle, &info, NULL, &pool));
   return pool;
}

void
must_read_queries(const struct device *device, VkQueryPool pool, uint32_t first, uint32_t count, uint32_t each,
                  uint64_t *values)
{
   const size_t stride = each * sizeof(*values);
   const double start = seconds_now();
   VkResult result;
   while ((result = vkGetQueryPoolResults(device->handle, pool, first, count, count * stride, values, stride,
                                          VK_QUERY_RESULT_64_BIT)) == VK_NOT_READY &&
          seconds_now() - start < WAIT_NS / 1e9)
      sleep_ms(1);
   must(check_result("vkGetQueryPoolResults within 3 s", VK_SUCCESS, result));
}

bool
check_availability(const struct device *device, VkQueryPool pool, uint32_t count, bool available, const char *name)
{
   uint64_t results[2 * MAX_QUERIES] = {0};
   if (count > MAX_QUERIES)
      fail_setup("check_availability takes at most %u queries.", MAX_QUERIES);
   const VkResult result =
      vkGetQueryPoolResults(device->handle, pool, 0, count, sizeof(results), results, 2 * sizeof(results[0]),
                            VK_QUERY_RESULT_64_BIT | VK_QUERY_RESULT_WITH_AVAILABILITY_BIT);
   const VkResult expected = available ? VK_SUCCESS : VK_NOT_READY;
   if (result != expected)
      return check_result(name, expected, result);
   for (uint32_t i = 0; i < count; i++) {
      if ((results[2 * i + 1] != 0) != available)
         return check(name, false, "query %u of %u %s available", i, count, available ? "is not" : "is still");
   }
   return check(name, true, NULL);
}

uint32_t
timestamp_bits(const struct device *device)
{
   VkQueueFamilyProperties families[MAX_FAMILIES];
   uint32_t count = MAX_FAMILIES;
   vkGetPhysicalDeviceQueueFamilyProperties(device->physical, &count, families);
   const uint32_t bits = families[device->queue_family].timestampValidBits;
   if (bits == 0)
      skip_probe("Queue family %u has no timestamps (timestampValidBits is 0).", device->queue_family);
   return bits;
}
