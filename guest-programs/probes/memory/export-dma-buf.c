/*
 * Memory that the driver says it can export becomes a dma-buf of at least its size, or the driver says that it has run
 * out of something; the memory itself goes on working either way.
 */
#include <unistd.h>

#include "external_memory.h"
#include "mapping.h"

#define SIZE 65536u
#define TYPE VK_EXTERNAL_MEMORY_HANDLE_TYPE_DMA_BUF_BIT_EXT
#define USAGE (VK_BUFFER_USAGE_TRANSFER_SRC_BIT | VK_BUFFER_USAGE_TRANSFER_DST_BIT)

static void
check_descriptor(int fd)
{
   const off_t bytes = lseek(fd, 0, SEEK_END);
   check("the dma-buf's size", bytes >= (off_t)SIZE, "it has %lld bytes, expected %u or more", (long long)bytes, SIZE);
   close(fd);
}

static void
run(void)
{
   VkInstance instance = create_instance(NULL, 0);
   const VkExternalMemoryFeatureFlags features =
      external_buffer_features(pick_physical_device(instance), USAGE, TYPE);
   if (!(features & VK_EXTERNAL_MEMORY_FEATURE_EXPORTABLE_BIT))
      skip_probe("The device does not export the memory of a buffer as a dma-buf.");

   struct device device = open_external_memory_device(instance, TYPE);
   VkBuffer buffer = create_external_buffer(&device, SIZE, USAGE, TYPE);
   VkDeviceMemory memory;
   const VkResult allocated = allocate_exportable(&device, buffer, TYPE, &memory);
   check("vkAllocateMemory for export", allocated == VK_SUCCESS || is_out_of_memory(allocated),
         "%s is neither success nor an out-of-memory code", vk_result_name(allocated));
   if (allocated == VK_SUCCESS) {
      int fd;
      const VkResult exported = export_memory(&device, memory, TYPE, &fd);
      check("vkGetMemoryFdKHR", exported == VK_SUCCESS || is_out_of_memory(exported),
            "%s is neither success nor an out-of-memory code", vk_result_name(exported));
      if (exported == VK_SUCCESS)
         check_descriptor(fd);

      unsigned char *bytes = map_memory(&device, memory);
      write_pattern(bytes, SIZE, TYPE);
      const size_t held = first_off_pattern(bytes, SIZE, TYPE);
      check("the memory still holds a pattern", held == SIZE, "byte %zu differs", held);
      vkFreeMemory(device.handle, memory, NULL);
   }
   vkDestroyBuffer(device.handle, buffer, NULL);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "memory/export-dma-buf",
   .title = "Exportable memory becomes a dma-buf of its size, or the driver is out of something",
   .run = run,
};
