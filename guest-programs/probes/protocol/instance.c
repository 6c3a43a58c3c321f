/*
 * An instance can be made, destroyed and made again, and each time the loader lists the same devices: a driver that
 * fails in its own way must not take the other drivers down with it.
 */
#include <string.h>

#include "device.h"

#define MAX_DEVICES 16

struct listing {
   uint32_t count;
   char names[MAX_DEVICES][VK_MAX_PHYSICAL_DEVICE_NAME_SIZE];
};

static struct listing
list_devices(void)
{
   struct listing listing = {.count = MAX_DEVICES};
   VkPhysicalDevice devices[MAX_DEVICES];
   VkInstance instance = create_instance(NULL, 0);
   const VkResult result = vkEnumeratePhysicalDevices(instance, &listing.count, devices);
   must(check_result("vkEnumeratePhysicalDevices", VK_SUCCESS, result));
   for (uint32_t i = 0; i < listing.count; i++) {
      VkPhysicalDeviceProperties properties;
      vkGetPhysicalDeviceProperties(devices[i], &properties);
      memcpy(listing.names[i], properties.deviceName, sizeof(listing.names[i]));
   }
   vkDestroyInstance(instance, NULL);
   return listing;
}

static void
run(void)
{
   uint32_t version;
   SETUP(vkEnumerateInstanceVersion(&version));
   check("instance version", version >= VK_API_VERSION_1_2, "the loader offers only Vulkan %u.%u",
         VK_API_VERSION_MAJOR(version), VK_API_VERSION_MINOR(version));

   const struct listing first = list_devices();
   must(check("at least one physical device", first.count > 0, "no driver offers a physical device"));

   const struct listing second = list_devices();
   must(check_number("devices of a second instance", first.count, second.count));
   for (uint32_t i = 0; i < first.count; i++)
      check_values("the same device", strcmp(first.names[i], second.names[i]) == 0, first.names[i], second.names[i], NULL);
}

const struct probe this_probe = {
   .id = "protocol/instance",
   .title = "An instance is made, destroyed and made again with the same devices",
   .run = run,
};
