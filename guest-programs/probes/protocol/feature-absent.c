/*
 * A device that is asked for a feature that it does not have says so, for each such feature, and the process and its
 * context live on: the next device works.
 */
#include <stdio.h>

#include "device_options.h"
#include "fill_check.h"

/* The structure is 55 VkBool32 in the order of the specification, and nothing else. */
#define FEATURES (sizeof(VkPhysicalDeviceFeatures) / sizeof(VkBool32))

union features {
   VkPhysicalDeviceFeatures named;
   VkBool32 list[FEATURES];
};

static void
run(void)
{
   VkInstance instance = create_instance(NULL, 0);
   VkPhysicalDevice physical = pick_physical_device(instance);
   union features supported;
   vkGetPhysicalDeviceFeatures(physical, &supported.named);

   uint32_t absent = 0;
   for (uint32_t i = 0; i < FEATURES; i++) {
      if (supported.list[i])
         continue;
      absent++;
      union features wanted = {.list = {0}};
      wanted.list[i] = VK_TRUE;
      const VkPhysicalDeviceFeatures2 chain = {
         .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_FEATURES_2,
         .features = wanted.named,
      };
      VkDevice handle;
      char name[64];
      snprintf(name, sizeof(name), "feature %u of VkPhysicalDeviceFeatures", i);
      const VkResult created = create_device_with(physical, &(struct device_options){.features = &chain}, &handle);
      check_result(name, VK_ERROR_FEATURE_NOT_PRESENT, created);
      if (handle)
         vkDestroyDevice(handle, NULL);
   }

   if (absent == 0)
      skip_probe("The device has every feature of VkPhysicalDeviceFeatures.");
   struct device device = open_device_on(instance);
   must_fill(&device, "a device without features", 0xfea7fea7u);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "protocol/feature-absent",
   .title = "Asking for a feature that is absent is refused, and the next device works",
   .run = run,
};
