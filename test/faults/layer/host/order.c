/* Commands that do not keep to a barrier. */
#include <stdlib.h>
#include <string.h>

#include "../fault.h"

/* A copy that waits for the next one. Commands are recorded one buffer after the other by one thread of the renderer. */
static struct {
   VkCommandBuffer commands;
   VkBuffer from, to;
   VkBufferCopy *regions;
   uint32_t count;
   bool barrier_passed;
} held;

static void
record_held(void)
{
   if (!held.commands)
      return;
   NEXT(vkCmdCopyBuffer)(held.commands, held.from, held.to, held.count, held.regions);
   free(held.regions);
   memset(&held, 0, sizeof(held));
}

static VKAPI_ATTR void VKAPI_CALL
copy_held(VkCommandBuffer commands, VkBuffer from, VkBuffer to, uint32_t count, const VkBufferCopy *regions)
{
   if (count == 0 || regions[0].size <= 8) {
      /* Venus' own feedback. */
      NEXT(vkCmdCopyBuffer)(commands, from, to, count, regions);
      return;
   }
   if (held.commands == commands && held.barrier_passed) {
      NEXT(vkCmdCopyBuffer)(commands, from, to, count, regions);
      record_held();
      return;
   }
   record_held();
   held.regions = malloc(count * sizeof(*regions));
   if (!held.regions)
      abort();
   memcpy(held.regions, regions, count * sizeof(*regions));
   held.commands = commands;
   held.from = from;
   held.to = to;
   held.count = count;
}

static VKAPI_ATTR void VKAPI_CALL
barrier_passed(VkCommandBuffer commands, VkPipelineStageFlags before, VkPipelineStageFlags after,
               VkDependencyFlags flags, uint32_t memory_count, const VkMemoryBarrier *memory, uint32_t buffer_count,
               const VkBufferMemoryBarrier *buffers, uint32_t image_count, const VkImageMemoryBarrier *images)
{
   if (held.commands == commands)
      held.barrier_passed = true;
   NEXT(vkCmdPipelineBarrier)
   (commands, before, after, flags, memory_count, memory, buffer_count, buffers, image_count, images);
}

static VKAPI_ATTR VkResult VKAPI_CALL
end_with_held(VkCommandBuffer commands)
{
   if (held.commands == commands)
      record_held();
   return NEXT(vkEndCommandBuffer)(commands);
}

extern const struct fault order_faults[];
const struct fault order_faults[] = {
   { "barrier-passed",
     { HOOK(vkCmdCopyBuffer, copy_held), HOOK(vkCmdPipelineBarrier, barrier_passed),
       HOOK(vkEndCommandBuffer, end_with_held) } },
   { 0 },
};
