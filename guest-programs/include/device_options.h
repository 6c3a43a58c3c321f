/* Devices with extensions and features, beyond what open_device makes. */
#ifndef DEVICE_OPTIONS_H
#define DEVICE_OPTIONS_H

#include "device.h"

struct device_options {
   const char *const *extensions;
   uint32_t extension_count;
   /* A chain for VkDeviceCreateInfo::pNext, for example VkPhysicalDeviceFeatures2; NULL for none. */
   const void *features;
};

/* One queue of the device's first family with graphics and compute. `handle` is VK_NULL_HANDLE where it fails. */
VkResult create_device_with(VkPhysicalDevice physical, const struct device_options *options, VkDevice *handle);

/* open_device_on with options; ends the probe with an error where the device cannot be made. */
struct device open_device_with(VkInstance instance, const struct device_options *options);

/* The device of a handle that the caller made, with its first queue and a pool. close_device destroys it with the instance. */
struct device adopt_device(VkInstance instance, VkPhysicalDevice physical, uint32_t queue_family, VkDevice handle);

struct extension_list {
   VkExtensionProperties *items;
   uint32_t count;
};
/* What the device offers, sorted by name. The caller frees `items`. */
struct extension_list list_device_extensions(VkPhysicalDevice physical);

#endif
