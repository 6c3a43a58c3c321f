/*
 * The device is Venus. A guest whose driver cannot reach virtio-gpu falls back to llvmpipe without a word, and every
 * other probe then passes on the wrong driver.
 */
#include <stdio.h>
#include <string.h>

#include "device.h"

#define NAME_PREFIX "Virtio-GPU Venus ("

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
   vkDestroyInstance(instance, NULL);
}

const struct probe this_probe = {
   .id = "protocol/identity",
   .title = "The first device is Venus on virtio-gpu, not a software fallback",
   .run = run,
};
