/* Memory that travels as a file descriptor. */
#ifndef EXTERNAL_MEMORY_H
#define EXTERNAL_MEMORY_H

#include "device.h"

/* What a buffer of the usage can do with memory of the handle type; 0 where the device lacks the extensions for it. */
VkExternalMemoryFeatureFlags external_buffer_features(VkPhysicalDevice physical, VkBufferUsageFlags usage,
                                                      VkExternalMemoryHandleTypeFlagBits type);

/* A device with the extensions that the handle type asks for, which it must offer. */
struct device open_external_memory_device(VkInstance instance, VkExternalMemoryHandleTypeFlagBits type);

/* A buffer that may lie in memory of the handle type, without memory. */
VkBuffer create_external_buffer(const struct device *device, VkDeviceSize size, VkBufferUsageFlags usage,
                                VkExternalMemoryHandleTypeFlagBits type);

/* Host-visible, coherent memory bound to the buffer alone, that can be exported. */
VkResult allocate_exportable(const struct device *device, VkBuffer buffer, VkExternalMemoryHandleTypeFlagBits type,
                             VkDeviceMemory *memory);
VkResult export_memory(const struct device *device, VkDeviceMemory memory, VkExternalMemoryHandleTypeFlagBits type,
                       int *fd);
/* The same bytes as the descriptor's, bound to the buffer alone. The descriptor is the driver's afterwards. */
VkResult import_memory(const struct device *device, VkBuffer buffer, VkExternalMemoryHandleTypeFlagBits type, int fd,
                       VkDeviceMemory *memory);

#endif
