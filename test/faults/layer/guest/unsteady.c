/* What breaks in some processes and not in others, or only between threads. */
#include <stdatomic.h>
#include <stdbool.h>
#include <time.h>

#include "../fault.h"

/* Drawn once a process, by the clock. */
static bool
is_unlucky(void)
{
   static enum { UNDRAWN, LUCKY, UNLUCKY } drawn;
   if (drawn == UNDRAWN) {
      struct timespec now;
      clock_gettime(CLOCK_MONOTONIC, &now);
      drawn = now.tv_nsec / 1000 % 2 ? UNLUCKY : LUCKY;
   }
   return drawn == UNLUCKY;
}

static VKAPI_ATTR void VKAPI_CALL
fill_now_and_then(VkCommandBuffer commands, VkBuffer buffer, VkDeviceSize offset, VkDeviceSize size, uint32_t data)
{
   if (!is_unlucky())
      NEXT(vkCmdFillBuffer)(commands, buffer, offset, size, data);
}

/* Each of two threads holds what the other one waits for. */
static VKAPI_ATTR VkResult VKAPI_CALL
compile_alone(VkDevice device, VkPipelineCache cache, uint32_t count, const VkComputePipelineCreateInfo *infos,
              const VkAllocationCallbacks *alloc, VkPipeline *pipelines)
{
   static atomic_int inside;
   static atomic_bool locked;
   if (atomic_fetch_add(&inside, 1) > 0)
      locked = true;
   const VkResult result =
      locked ? VK_SUCCESS : NEXT(vkCreateComputePipelines)(device, cache, count, infos, alloc, pipelines);
   if (locked)
      hang();
   atomic_fetch_sub(&inside, 1);
   return result;
}

extern const struct fault unsteady_faults[];
const struct fault unsteady_faults[] = {
   { "guest-fills-now-and-then-lost", { HOOK(vkCmdFillBuffer, fill_now_and_then) } },
   { "guest-threads-deadlock", { HOOK(vkCreateComputePipelines, compile_alone) } },
   { 0 },
};
