/*
 * Memory is exported as a descriptor and imported again: both are the same bytes, for the host through either mapping
 * and for the device, also once the first memory is freed.
 */
#include "buffer.h"
#include "commands.h"
#include "external_memory.h"

#define WORDS 16384u
#define SIZE (WORDS * 4)
#define USAGE (VK_BUFFER_USAGE_TRANSFER_SRC_BIT | VK_BUFFER_USAGE_TRANSFER_DST_BIT)

/* A dma-buf where there is one, since that is what leaves the process; the opaque descriptor else. */
static VkExternalMemoryHandleTypeFlagBits
pick_handle_type(VkPhysicalDevice physical)
{
   const VkExternalMemoryHandleTypeFlagBits types[] = {
      VK_EXTERNAL_MEMORY_HANDLE_TYPE_DMA_BUF_BIT_EXT,
      VK_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_FD_BIT,
   };
   const VkExternalMemoryFeatureFlags both =
      VK_EXTERNAL_MEMORY_FEATURE_EXPORTABLE_BIT | VK_EXTERNAL_MEMORY_FEATURE_IMPORTABLE_BIT;
   for (unsigned i = 0; i < 2; i++) {
      if ((external_buffer_features(physical, USAGE, types[i]) & both) == both)
         return types[i];
   }
   skip_probe("The device neither exports and imports a dma-buf for a buffer nor an opaque descriptor.");
}

static void
write_words(uint32_t *words, uint32_t seed)
{
   for (size_t i = 0; i < WORDS; i++)
      words[i] = hashed_word(i, seed);
}

static void
run(void)
{
   VkInstance instance = create_instance(NULL, 0);
   const VkExternalMemoryHandleTypeFlagBits type = pick_handle_type(pick_physical_device(instance));
   struct device device = open_external_memory_device(instance, type);
   VkBuffer original = create_external_buffer(&device, SIZE, USAGE, type);
   VkBuffer imported = create_external_buffer(&device, SIZE, USAGE, type);
   VkDeviceMemory original_memory, imported_memory;
   int fd;
   must(check_result("vkAllocateMemory for export", VK_SUCCESS,
                     allocate_exportable(&device, original, type, &original_memory)));
   must(check_result("vkGetMemoryFdKHR", VK_SUCCESS, export_memory(&device, original_memory, type, &fd)));
   must(check_result("vkAllocateMemory with the descriptor", VK_SUCCESS,
                     import_memory(&device, imported, type, fd, &imported_memory)));

   uint32_t *written = map_memory(&device, original_memory);
   uint32_t *seen = map_memory(&device, imported_memory);
   write_words(written, 1);
   check_words("the import shows what the original holds", seen, WORDS, hashed_word, 1);
   write_words(seen, 2);
   check_words("the original shows what the import holds", written, WORDS, hashed_word, 2);

   VkCommandBuffer commands = begin_commands(&device);
   vkCmdFillBuffer(commands, original, 0, SIZE, 0xd3a1b0f0u);
   full_barrier(commands);
   run_commands(&device, commands);
   check_words("the import shows what the device wrote to the original", seen, WORDS, constant_word, 0xd3a1b0f0u);

   vkFreeMemory(device.handle, original_memory, NULL);
   vkDestroyBuffer(device.handle, original, NULL);
   check_words("the import outlives the original", seen, WORDS, constant_word, 0xd3a1b0f0u);
   vkFreeMemory(device.handle, imported_memory, NULL);
   vkDestroyBuffer(device.handle, imported, NULL);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "memory/import-back",
   .title = "Memory that is exported and imported again is the same bytes for host and device",
   .run = run,
};
