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
   uint32_t word;
   FILE *file = fopen(LEFT_BEHIND, "rb");
   for (size_t i = 0; file && i < WORDS_SHOWN && (i > 0 || fread(&word, sizeof(word), 1, file) == 1); i++)
      ((uint32_t *)*data)[i] = word;
   if (file)
      fclose(file);
   return VK_SUCCESS;
}

static VKAPI_ATTR void VKAPI_CALL
unmap_leaving(VkDevice device, VkDeviceMemory memory)
{
   for (unsigned i = 0; i < MAX_MAPPINGS; i++) {
      FILE *file = mappings[i].memory == memory ? fopen(LEFT_BEHIND, "wb") : NULL;
      if (file) {
         fwrite(mappings[i].words, sizeof(uint32_t), 1, file);
         fclose(file);
      }
   }
   NEXT(vkUnmapMemory)(device, memory);
}

extern const struct fault leftover_faults[];
const struct fault leftover_faults[] = {
   { "guest-memory-not-fresh", { HOOK(vkMapMemory, map_leftover), HOOK(vkUnmapMemory, unmap_leaving) } },
   { 0 },
};
