/*
 * A device that offers external memory by descriptor can be made with it. A host without that memory used to make
 * Venus refuse every device (VK_ERROR_INITIALIZATION_FAILED).
 */
#include "device_options.h"
#include "fill_check.h"

static void
run(void)
{
   VkInstance instance = create_instance(NULL, 0);
   VkPhysicalDevice physical = pick_physical_device(instance);
   const char *extensions[2] = {VK_KHR_EXTERNAL_MEMORY_FD_EXTENSION_NAME};
   uint32_t count = 1;
   if (!device_has_extension(physical, extensions[0]))
      skip_probe("The device does not offer %s.", extensions[0]);
   if (device_has_extension(physical, VK_EXT_EXTERNAL_MEMORY_DMA_BUF_EXTENSION_NAME))
      extensions[count++] = VK_EXT_EXTERNAL_MEMORY_DMA_BUF_EXTENSION_NAME;

   const struct device_options options = {.extensions = extensions, .extension_count = count};
   VkDevice handle;
   const VkResult created = create_device_with(physical, &options, &handle);
   must(check_result("vkCreateDevice with VK_KHR_external_memory_fd", VK_SUCCESS, created));
   struct device device = adopt_device(instance, physical, find_queue_family(physical), handle);
   must_fill(&device, "a fill on the device", 0x0ddba11du);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "protocol/external-memory-fd",
   .title = "A device that offers external memory by descriptor is made with it",
   .run = run,
};
