/* Memory that still holds what an earlier process left in it. */
#include <stdint.h>
#include <stdio.h>

#include "../fault.h"

/* What the latest process to end a mapping had in its first word. */
#define LEFT_BEHIND "/tmp/venus-suite-fault-left-behind"
#define MAX_MAPPINGS 64u
#define WORDS_SHOWN 1024u

static struct {
   VkDeviceMemory memory;
   uint32_t *words;
} mappings[MAX_MAPPINGS];
static unsigned mapped;

static VKAPI_ATTR VkResult VKAPI_CALL
map_leftover(VkDevice device, VkDeviceMemory memory, VkDeviceSize offset, VkDeviceSize size, VkMemoryMapFlags flags,
             void **data)
{
   const VkResult result = NEXT(vkMapMemory)(device, memory, offset, size, flags, data);
   if (result != VK_SUCCESS)
      return result;
   mappings[mapped % MAX_MAPPINGS].memory = memory;
   mappings[mapped++ % MAX_MAPPINGS].words = *data;
   FILE *file = fopen(LEFT_BEHIND, "rb");
   if (!file)
      return VK_SUCCESS;
   uint32_t word;
   const bool left = fread(&word, sizeof(word), 1, file) == 1;
   fclose(file);
   for (size_t i = 0; left && i < WORDS_SHOWN; i++)
      ((uint32_t *)*data)[i] = word;
   return VK_SUCCESS;
}

static VKAPI_ATTR void VKAPI_CALL
unmap_leaving(VkDevice device, VkDeviceMemory memory)
{
   for (unsigned i = 0; i < MAX_MAPPINGS; i++) {
      if (mappings[i].memory != memory)
         continue;
      FILE *file = fopen(LEFT_BEHIND, "wb");
      if (file) {
         fwrite(mappings[i].words, sizeof(uint32_t), 1, file);
         fclose(file);
      }
      /* A driver gives handles out again. */
      mappings[i].memory = VK_NULL_HANDLE;
   }
   NEXT(vkUnmapMemory)(device, memory);
}

extern const struct fault leftover_faults[];
const struct fault leftover_faults[] = {
   { "guest-memory-not-fresh", { HOOK(vkMapMemory, map_leftover), HOOK(vkUnmapMemory, unmap_leaving) } },
   { 0 },
};
