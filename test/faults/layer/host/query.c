/* Queries and events that are lost or tell something else. */
#include <string.h>

#include "../fault.h"

static VKAPI_ATTR void VKAPI_CALL
begin_dropped(VkCommandBuffer cmd, VkQueryPool pool, uint32_t query, VkQueryControlFlags flags)
{
   (void)flags;
   /* Begun and ended at once: the query is available and counts nothing. */
   NEXT(vkCmdBeginQuery)(cmd, pool, query, flags);
   NEXT(vkCmdEndQuery)(cmd, pool, query);
}

static VKAPI_ATTR void VKAPI_CALL
end_dropped(VkCommandBuffer cmd, VkQueryPool pool, uint32_t query)
{
   (void)cmd, (void)pool, (void)query;
}

/* A timestamp reads what was there before: each of them is the first one of its pool. */
static VKAPI_ATTR void VKAPI_CALL
timestamp_dropped(VkCommandBuffer cmd, VkPipelineStageFlagBits stage, VkQueryPool pool, uint32_t query)
{
   if (query == 0)
      NEXT(vkCmdWriteTimestamp)(cmd, stage, pool, query);
}

static VKAPI_ATTR void VKAPI_CALL
copy_dropped(VkCommandBuffer cmd, VkQueryPool pool, uint32_t first, uint32_t count, VkBuffer to, VkDeviceSize offset,
             VkDeviceSize stride, VkQueryResultFlags flags)
{
   (void)cmd, (void)pool, (void)first, (void)count, (void)to, (void)offset, (void)stride, (void)flags;
}

static VKAPI_ATTR void VKAPI_CALL
host_reset_dropped(VkDevice device, VkQueryPool pool, uint32_t first, uint32_t count)
{
   (void)device, (void)pool, (void)first, (void)count;
}

static VKAPI_ATTR void VKAPI_CALL
reset_dropped(VkCommandBuffer cmd, VkQueryPool pool, uint32_t first, uint32_t count)
{
   (void)cmd, (void)pool, (void)first, (void)count;
}

static VKAPI_ATTR void VKAPI_CALL
set_event_dropped(VkCommandBuffer cmd, VkEvent event, VkPipelineStageFlags stages)
{
   (void)cmd, (void)event, (void)stages;
}

static VKAPI_ATTR VkResult VKAPI_CALL
host_event_dropped(VkDevice device, VkEvent event)
{
   (void)device, (void)event;
   return VK_SUCCESS;
}

static VKAPI_ATTR VkResult VKAPI_CALL
results_off_by_one(VkDevice device, VkQueryPool pool, uint32_t first, uint32_t count, size_t size, void *data,
                   VkDeviceSize stride, VkQueryResultFlags flags)
{
   const VkResult result = NEXT(vkGetQueryPoolResults)(device, pool, first, count, size, data, stride, flags);
   if (result == VK_SUCCESS && size >= 4) {
      uint32_t word;
      memcpy(&word, data, sizeof(word));
      word += 1;
      memcpy(data, &word, sizeof(word));
   }
   return result;
}

extern const struct fault query_faults[];
const struct fault query_faults[] = {
   { "query-counts-nothing", { HOOK(vkCmdBeginQuery, begin_dropped), HOOK(vkCmdEndQuery, end_dropped) } },
   { "query-results-off-by-one", { HOOK(vkGetQueryPoolResults, results_off_by_one) } },
   { "query-copy-dropped", { HOOK(vkCmdCopyQueryPoolResults, copy_dropped) } },
   { "query-reset-dropped",
     { HOOK(vkCmdResetQueryPool, reset_dropped), HOOK(vkResetQueryPool, host_reset_dropped),
       HOOK(vkResetQueryPoolEXT, host_reset_dropped) } },
   { "timestamp-dropped", { HOOK(vkCmdWriteTimestamp, timestamp_dropped) } },
   { "event-set-dropped", { HOOK(vkCmdSetEvent, set_event_dropped) } },
   { "event-host-dropped", { HOOK(vkSetEvent, host_event_dropped), HOOK(vkResetEvent, host_event_dropped) } },
   { 0 },
};
