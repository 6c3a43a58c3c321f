/* Fences that leave and enter the process as file descriptors. */
#ifndef FENCE_FD_H
#define FENCE_FD_H

#include "commands.h"

/* Whether fences of the type can be both exported and imported; false as well where the extension is absent. */
bool can_pass_fences(VkPhysicalDevice physical, VkExternalFenceHandleTypeFlagBits type);

/* A device with VK_KHR_external_fence_fd, which must be offered. */
struct device open_fence_fd_device(VkInstance instance);

VkFence create_exportable_fence(const struct device *device, VkExternalFenceHandleTypeFlagBits type);

/* The probe fails at once where the call does not succeed. A sync file may be -1: it has signalled. */
int export_fence(const struct device *device, VkFence fence, VkExternalFenceHandleTypeFlagBits type);
/* The same. The descriptor is the driver's afterwards. */
void import_fence(const struct device *device, VkFence fence, VkExternalFenceHandleTypeFlagBits type, int fd);

/* Whether a sync file signals within WAIT_NS. */
bool wait_sync_file(int fd);

#endif
