/*
 * The device is Venus. A guest whose driver cannot reach virtio-gpu falls back to llvmpipe without a word, and every
 * other probe then passes on the wrong driver.
 */
#include <stdio.h>
#include <string.h>

#include "device.h"

#define NAME_PREFIX "Virtio-GPU Venus ("

/* NULL for one that Vulkan does not know. */
static const char *
type_name(VkPhysicalDeviceType type)
{
   switch (type) {
   case VK_PHYSICAL_DEVICE_TYPE_INTEGRATED_GPU:
      return "integrated GPU";
   case VK_PHYSICAL_DEVICE_TYPE_DISCRETE_GPU:
      return "discrete GPU";
   case VK_PHYSICAL_DEVICE_TYPE_VIRTUAL_GPU:
      return "virtual GPU";
   case VK_PHYSICAL_DEVICE_TYPE_CPU:
      return "CPU";
   case VK_PHYSICAL_DEVICE_TYPE_OTHER:
      return "other";
   default:
      return NULL;
   }
}

/* By these the runner also knows what is under a driver that it was asked to try. */
static void
check_description(const struct driver *driver, VkPhysicalDeviceType type)
{
   check_values("driverName", driver->texts_end && driver->name[0] != '\0', "a name", driver->name, NULL);
   check_values("driverInfo", driver->texts_end, "a text that ends", driver->info, NULL);
   const char *const name = type_name(type);
   check_values("deviceType", name != NULL, "a type that Vulkan knows", name ? name : "another number", NULL);
}

static void
run(void)
{
   VkInstance instance = create_instance(NULL, 0);
   VkPhysicalDevice physical = pick_physical_device(instance);
   VkPhysicalDeviceProperties properties;
   vkGetPhysicalDeviceProperties(physical, &properties);

   const struct driver driver = driver_of(physical);
   char actual[VK_MAX_DRIVER_NAME_SIZE + 32];
   snprintf(actual, sizeof(actual), "%d (%s)", (int)driver.id, driver.name);
   check_values("driverID", driver.id == VK_DRIVER_ID_MESA_VENUS, "22 (venus)", actual,
                driver.id == VK_DRIVER_ID_MESA_VENUS ? NULL : "no device of this guest is driven by Venus");
   check_values("deviceName", strncmp(properties.deviceName, NAME_PREFIX, strlen(NAME_PREFIX)) == 0,
                NAME_PREFIX "...)", properties.deviceName, NULL);
   check_description(&driver, properties.deviceType);
   vkDestroyInstance(instance, NULL);
}

const struct probe this_probe = {
   .id = "protocol/identity",
   .title = "The first device is Venus on virtio-gpu, not a software fallback",
   .run = run,
};
