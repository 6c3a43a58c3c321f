/*
 * Where the driver imports host pointers, the alignment that it asks for is a power of two and whole pages: less cannot
 * be mapped into a guest or out of it.
 */
#include <unistd.h>

#include "device.h"

static void
run(void)
{
   VkInstance instance = create_instance(NULL, 0);
   VkPhysicalDevice physical = pick_physical_device(instance);
   if (!device_has_extension(physical, VK_EXT_EXTERNAL_MEMORY_HOST_EXTENSION_NAME))
      skip_probe("The device does not offer " VK_EXT_EXTERNAL_MEMORY_HOST_EXTENSION_NAME ".");

   VkPhysicalDeviceExternalMemoryHostPropertiesEXT host = {
      .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_EXTERNAL_MEMORY_HOST_PROPERTIES_EXT,
   };
   VkPhysicalDeviceProperties2 properties = {
      .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PROPERTIES_2,
      .pNext = &host,
   };
   vkGetPhysicalDeviceProperties2(physical, &properties);
   const unsigned long long alignment = host.minImportedHostPointerAlignment;
   const long page = sysconf(_SC_PAGESIZE);
   check("a power of two", alignment != 0 && (alignment & (alignment - 1)) == 0,
         "minImportedHostPointerAlignment is %llu", alignment);
   check("at least the page size", alignment >= (unsigned long long)page,
         "minImportedHostPointerAlignment is %llu, a page has %ld bytes", alignment, page);
   vkDestroyInstance(instance, NULL);
}

const struct probe this_probe = {
   .id = "memory/host-pointer-alignment",
   .title = "The alignment for imported host pointers is a power of two and at least the page size",
   .run = run,
};
