#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "device.h"

#define MAX_EXTENSIONS 16
#define MAX_DEVICES 16

static bool
has_extension(const VkExtensionProperties *extensions, uint32_t count, const char *name)
{
   for (uint32_t i = 0; i < count; i++) {
      if (strcmp(extensions[i].extensionName, name) == 0)
         return true;
   }
   return false;
}

bool
instance_has_extension(const char *name)
{
   uint32_t count = 0;
   SETUP(vkEnumerateInstanceExtensionProperties(NULL, &count, NULL));
   VkExtensionProperties *extensions = calloc(count, sizeof(*extensions));
   SETUP(vkEnumerateInstanceExtensionProperties(NULL, &count, extensions));
   const bool found = has_extension(extensions, count, name);
   free(extensions);
   return found;
}

bool
device_has_extension(VkPhysicalDevice physical, const char *name)
{
   uint32_t count = 0;
   SETUP(vkEnumerateDeviceExtensionProperties(physical, NULL, &count, NULL));
   VkExtensionProperties *extensions = calloc(count, sizeof(*extensions));
   SETUP(vkEnumerateDeviceExtensionProperties(physical, NULL, &count, extensions));
   const bool found = has_extension(extensions, count, name);
   free(extensions);
   return found;
}

VkInstance
create_instance(const char *const *extensions, uint32_t extension_count)
{
   const char *enabled[MAX_EXTENSIONS];
   if (extension_count >= MAX_EXTENSIONS)
      fail_setup("create_instance takes at most %d extensions.", MAX_EXTENSIONS - 1);
   for (uint32_t i = 0; i < extension_count; i++)
      enabled[i] = extensions[i];

   /* Without it the loader hides MoltenVK, the driver under the guest on a Mac. */
   VkInstanceCreateFlags flags = 0;
   if (instance_has_extension(VK_KHR_PORTABILITY_ENUMERATION_EXTENSION_NAME)) {
      enabled[extension_count++] = VK_KHR_PORTABILITY_ENUMERATION_EXTENSION_NAME;
      flags = VK_INSTANCE_CREATE_ENUMERATE_PORTABILITY_BIT_KHR;
   }
   const VkApplicationInfo application = {
      .sType = VK_STRUCTURE_TYPE_APPLICATION_INFO,
      .pApplicationName = this_probe.id,
      .apiVersion = VK_API_VERSION_1_2,
   };
   const VkInstanceCreateInfo info = {
      .sType = VK_STRUCTURE_TYPE_INSTANCE_CREATE_INFO,
      .flags = flags,
      .pApplicationInfo = &application,
      .enabledExtensionCount = extension_count,
      .ppEnabledExtensionNames = enabled,
   };
   VkInstance instance;
   SETUP(vkCreateInstance(&info, NULL, &instance));
   return instance;
}

struct driver
driver_of(VkPhysicalDevice physical)
{
   VkPhysicalDeviceDriverProperties driver = {.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_DRIVER_PROPERTIES};
   VkPhysicalDeviceProperties2 properties = {
      .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PROPERTIES_2,
      .pNext = &driver,
   };
   vkGetPhysicalDeviceProperties2(physical, &properties);
   struct driver found = {
      .id = driver.driverID,
      .texts_end = memchr(driver.driverName, 0, sizeof(driver.driverName)) &&
                   memchr(driver.driverInfo, 0, sizeof(driver.driverInfo)),
   };
   snprintf(found.name, sizeof(found.name), "%.*s", (int)sizeof(found.name) - 1, driver.driverName);
   snprintf(found.info, sizeof(found.info), "%.*s", (int)sizeof(found.info) - 1, driver.driverInfo);
   return found;
}

VkPhysicalDevice
pick_physical_device(VkInstance instance)
{
   VkPhysicalDevice devices[MAX_DEVICES];
   uint32_t count = MAX_DEVICES;
   SETUP(vkEnumeratePhysicalDevices(instance, &count, devices));
   if (count == 0)
      fail_setup("vkEnumeratePhysicalDevices found no physical device.");
   for (uint32_t i = 0; i < count; i++) {
      if (driver_of(devices[i]).id == VK_DRIVER_ID_MESA_VENUS)
         return devices[i];
   }
   return devices[0];
}
