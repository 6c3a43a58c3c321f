/* From nothing to a queue that takes work. */
#ifndef DEVICE_H
#define DEVICE_H

#include <vulkan/vulkan.h>

#include "vk_result.h"

/*
 * An instance for Vulkan 1.2, the version that Venus still reports on a host without an importable sync_fd.
 * Ends the probe with an error where it cannot be made.
 */
VkInstance create_instance(const char *const *extensions, uint32_t extension_count);
bool instance_has_extension(const char *name);

struct driver {
   VkDriverId id;
   char name[VK_MAX_DRIVER_NAME_SIZE];
   /* Its version, as it writes it. */
   char info[VK_MAX_DRIVER_INFO_SIZE];
   /* Whether the driver ended both texts within their space. */
   bool texts_end;
};
struct driver driver_of(VkPhysicalDevice physical);

/*
 * The first physical device that Venus drives, else the first of all, so that the same program is a baseline where
 * there is no VM. Ends the probe with an error where there is none.
 */
VkPhysicalDevice pick_physical_device(VkInstance instance);

bool device_has_extension(VkPhysicalDevice physical, const char *name);

struct device {
   VkInstance instance;
   VkPhysicalDevice physical;
   VkPhysicalDeviceMemoryProperties memory;
   VkDevice handle;
   /* Takes graphics, compute and transfer work. */
   uint32_t queue_family;
   VkQueue queue;
   VkCommandPool pool;
};

/* A device without extensions or features; ends the probe with an error where it cannot be made. */
struct device open_device(void);
/* The same on an instance that the caller made; close_device destroys the instance with it. */
struct device open_device_on(VkInstance instance);
/* Everything made on it must be destroyed and its queue idle. */
void close_device(struct device *device);
/* The same, but the instance lives on: for a second device of one instance. */
void close_logical_device(struct device *device);

/* A VkDevice with one queue of the family and the extensions. */
VkResult create_logical_device(VkPhysicalDevice physical, uint32_t queue_family, const char *const *extensions,
                               uint32_t extension_count, VkDevice *handle);
/* The first family with graphics and compute; ends the probe with an error where there is none. */
uint32_t find_queue_family(VkPhysicalDevice physical);

#endif
