/* What a renderer loses, cuts or mixes up between the guest's call and the driver's. */
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "../fault.h"
#include "in-renderer.h"

/* Venus copies a timeline's counter, which has 8 bytes, into memory that the guest polls. */
static VKAPI_ATTR void VKAPI_CALL
counter_copies_lost(VkCommandBuffer cmd, VkBuffer from, VkBuffer to, uint32_t count, const VkBufferCopy *regions)
{
   if (!in_renderer() || count != 1 || regions->size != 8)
      NEXT(vkCmdCopyBuffer)(cmd, from, to, count, regions);
}

/* Venus copies a query's results with these flags into memory that the guest polls. */
static VKAPI_ATTR void VKAPI_CALL
result_copies_lost(VkCommandBuffer cmd, VkQueryPool pool, uint32_t first, uint32_t count, VkBuffer to,
                   VkDeviceSize offset, VkDeviceSize stride, VkQueryResultFlags flags)
{
   const VkQueryResultFlags feedback =
      VK_QUERY_RESULT_WITH_AVAILABILITY_BIT | VK_QUERY_RESULT_64_BIT | VK_QUERY_RESULT_WAIT_BIT;
   if (!in_renderer() || flags != feedback)
      NEXT(vkCmdCopyQueryPoolResults)(cmd, pool, first, count, to, offset, stride, flags);
}

/* Of the bytes that a command brings with it, no more than this are read from the stream. */
#define READ_OF_COMMAND 32768u

static VKAPI_ATTR void VKAPI_CALL
data_cut(VkCommandBuffer cmd, VkBuffer buffer, VkDeviceSize offset, VkDeviceSize size, const void *data)
{
   /* As much as Vulkan allows. */
   unsigned char cut[65536] = { 0 };
   if (in_renderer() && size > READ_OF_COMMAND && size <= sizeof(cut))
      data = memcpy(cut, data, READ_OF_COMMAND);
   NEXT(vkCmdUpdateBuffer)(cmd, buffer, offset, size, data);
}

static VKAPI_ATTR VkResult VKAPI_CALL
batches_reversed(VkQueue queue, uint32_t count, const VkSubmitInfo *submits, VkFence fence)
{
   if (!in_renderer() || count < 2)
      return NEXT(vkQueueSubmit)(queue, count, submits, fence);
   VkResult result = VK_SUCCESS;
   for (uint32_t i = count; result == VK_SUCCESS && i-- > 0;)
      result = NEXT(vkQueueSubmit)(queue, 1, &submits[i], i == 0 ? fence : VK_NULL_HANDLE);
   return result;
}

/* The values of timelines hang on a submission as a structure in its pNext. */
static VKAPI_ATTR VkResult VKAPI_CALL
timeline_values_lost(VkQueue queue, uint32_t count, const VkSubmitInfo *submits, VkFence fence)
{
   VkSubmitInfo changed[32];
   if (!in_renderer() || count > 32)
      return NEXT(vkQueueSubmit)(queue, count, submits, fence);
   for (uint32_t i = 0; i < count; i++) {
      const VkBaseInStructure *const first = submits[i].pNext;
      changed[i] = submits[i];
      if (first && first->sType == VK_STRUCTURE_TYPE_TIMELINE_SEMAPHORE_SUBMIT_INFO)
         changed[i].pNext = first->pNext;
   }
   return NEXT(vkQueueSubmit)(queue, count, changed, fence);
}

/* The renderer imports the signal that the guest has waited for, so that the semaphore's next wait passes. */
static VKAPI_ATTR VkResult VKAPI_CALL
semaphore_import_lost(VkDevice device, const VkImportSemaphoreFdInfoKHR *info)
{
   if (!in_renderer())
      return NEXT(vkImportSemaphoreFdKHR)(device, info);
   if (info->fd >= 0)
      close(info->fd);
   return VK_SUCCESS;
}

static VKAPI_ATTR VkDeviceAddress VKAPI_CALL
address_cut(VkDevice device, const VkBufferDeviceAddressInfo *info)
{
   const VkDeviceAddress address = NEXT(vkGetBufferDeviceAddress)(device, info);
   return in_renderer() ? (uint32_t)address : address;
}

/* A table of objects with room for so many pipelines: the guest, which waits for no answer, goes on with the others. */
#define ROOM_FOR_PIPELINES 512u

static VKAPI_ATTR VkResult VKAPI_CALL
pipeline_table_full(VkDevice device, VkPipelineCache cache, uint32_t count, const VkComputePipelineCreateInfo *infos,
                    const VkAllocationCallbacks *alloc, VkPipeline *pipelines)
{
   static atomic_uint made;
   if (!in_renderer() || atomic_fetch_add(&made, count) + count <= ROOM_FOR_PIPELINES)
      return NEXT(vkCreateComputePipelines)(device, cache, count, infos, alloc, pipelines);
   memset(pipelines, 0, count * sizeof(*pipelines));
   return VK_ERROR_OUT_OF_HOST_MEMORY;
}

static VKAPI_ATTR VkResult VKAPI_CALL
cache_size_short(VkDevice device, VkPipelineCache cache, size_t *size, void *data)
{
   const VkResult result = NEXT(vkGetPipelineCacheData)(device, cache, size, data);
   if (in_renderer() && result == VK_SUCCESS && !data && *size > 8)
      *size -= 8;
   return result;
}

/* The first memory of each size that was exported, and what the guest is given for each later one of that size. */
static struct {
   VkDeviceSize size;
   int fd;
} exported[256];

static VKAPI_ATTR VkResult VKAPI_CALL
blob_of_another(VkDevice device, const VkMemoryGetFdInfoKHR *info, int *fd)
{
   const VkResult result = NEXT(vkGetMemoryFdKHR)(device, info, fd);
   const struct allocation *const found = find_allocation(info->memory);
   if (!in_renderer() || result != VK_SUCCESS || !found)
      return result;
   for (unsigned i = 0; i < sizeof(exported) / sizeof(exported[0]); i++) {
      if (exported[i].size == found->size) {
         close(*fd);
         *fd = dup(exported[i].fd);
         break;
      }
      if (exported[i].size == 0) {
         exported[i].size = found->size;
         exported[i].fd = dup(*fd);
         break;
      }
   }
   return result;
}

/* The features of Vulkan 1.2 come back as if none of them were there. */
static VKAPI_ATTR void VKAPI_CALL
feature_struct_lost(VkPhysicalDevice physical, VkPhysicalDeviceFeatures2 *features)
{
   NEXT(vkGetPhysicalDeviceFeatures2)(physical, features);
   for (VkBaseOutStructure *next = features->pNext; in_renderer() && next; next = next->pNext) {
      if (next->sType == VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_2_FEATURES)
         memset(next + 1, 0, sizeof(VkPhysicalDeviceVulkan12Features) - sizeof(*next));
   }
}

extern const struct fault transport_faults[];
const struct fault transport_faults[] = {
   { "semaphore-feedback-lost", { HOOK(vkCmdCopyBuffer, counter_copies_lost) } },
   { "query-feedback-lost", { HOOK(vkCmdCopyQueryPoolResults, result_copies_lost) } },
   { "command-data-cut", { HOOK(vkCmdUpdateBuffer, data_cut) } },
   { "batches-reversed", { HOOK(vkQueueSubmit, batches_reversed) } },
   { "timeline-values-lost", { HOOK(vkQueueSubmit, timeline_values_lost) } },
   { "semaphore-import-lost", { HOOK(vkImportSemaphoreFdKHR, semaphore_import_lost) } },
   { "buffer-address-cut",
     { HOOK(vkGetBufferDeviceAddress, address_cut), HOOK(vkGetBufferDeviceAddressKHR, address_cut) } },
   { "pipeline-table-full", { HOOK(vkCreateComputePipelines, pipeline_table_full) } },
   { "cache-size-short", { HOOK(vkGetPipelineCacheData, cache_size_short) } },
   { "blob-of-another", { HOOK(vkAllocateMemory, allocate_and_note), HOOK(vkGetMemoryFdKHR, blob_of_another) } },
   { "feature-struct-lost", { HOOK(vkGetPhysicalDeviceFeatures2, feature_struct_lost) } },
   { 0 },
};
