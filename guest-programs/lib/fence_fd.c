#include "fence_fd.h"

#include <poll.h>

#include "device_options.h"

bool
can_pass_fences(VkPhysicalDevice physical, VkExternalFenceHandleTypeFlagBits type)
{
   if (!device_has_extension(physical, VK_KHR_EXTERNAL_FENCE_FD_EXTENSION_NAME))
      return false;
   const VkPhysicalDeviceExternalFenceInfo info = {
      .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_EXTERNAL_FENCE_INFO,
      .handleType = type,
   };
   VkExternalFenceProperties properties = {.sType = VK_STRUCTURE_TYPE_EXTERNAL_FENCE_PROPERTIES};
   vkGetPhysicalDeviceExternalFenceProperties(physical, &info, &properties);
   const VkExternalFenceFeatureFlags both =
      VK_EXTERNAL_FENCE_FEATURE_EXPORTABLE_BIT | VK_EXTERNAL_FENCE_FEATURE_IMPORTABLE_BIT;
   return (properties.externalFenceFeatures & both) == both;
}

struct device
open_fence_fd_device(VkInstance instance)
{
   const char *extension = VK_KHR_EXTERNAL_FENCE_FD_EXTENSION_NAME;
   return open_device_with(instance, &(struct device_options){.extensions = &extension, .extension_count = 1});
}

VkFence
create_exportable_fence(const struct device *device, VkExternalFenceHandleTypeFlagBits type)
{
   const VkExportFenceCreateInfo export = {
      .sType = VK_STRUCTURE_TYPE_EXPORT_FENCE_CREATE_INFO,
      .handleTypes = type,
   };
   const VkFenceCreateInfo info = {.sType = VK_STRUCTURE_TYPE_FENCE_CREATE_INFO, .pNext = &export};
   VkFence fence;
   SETUP(vkCreateFence(device->handle, &info, NULL, &fence));
   return fence;
}

int
export_fence(const struct device *device, VkFence fence, VkExternalFenceHandleTypeFlagBits type)
{
   const PFN_vkGetFenceFdKHR get_fd =
      (PFN_vkGetFenceFdKHR)vkGetDeviceProcAddr(device->handle, "vkGetFenceFdKHR");
   const VkFenceGetFdInfoKHR info = {
      .sType = VK_STRUCTURE_TYPE_FENCE_GET_FD_INFO_KHR,
      .fence = fence,
      .handleType = type,
   };
   int fd = -1;
   const VkResult result = get_fd(device->handle, &info, &fd);
   if (result != VK_SUCCESS)
      must(check_result("vkGetFenceFdKHR", VK_SUCCESS, result));
   return fd;
}

void
import_fence(const struct device *device, VkFence fence, VkExternalFenceHandleTypeFlagBits type, int fd)
{
   const PFN_vkImportFenceFdKHR import_fd =
      (PFN_vkImportFenceFdKHR)vkGetDeviceProcAddr(device->handle, "vkImportFenceFdKHR");
   /* A sync file is the state of one submission, and can replace a fence's own only for the next wait. */
   const bool copied = type == VK_EXTERNAL_FENCE_HANDLE_TYPE_SYNC_FD_BIT;
   const VkImportFenceFdInfoKHR info = {
      .sType = VK_STRUCTURE_TYPE_IMPORT_FENCE_FD_INFO_KHR,
      .fence = fence,
      .flags = copied ? VK_FENCE_IMPORT_TEMPORARY_BIT : 0,
      .handleType = type,
      .fd = fd,
   };
   must(check_result("vkImportFenceFdKHR", VK_SUCCESS, import_fd(device->handle, &info)));
}

bool
wait_sync_file(int fd)
{
   if (fd < 0)
      return true;
   struct pollfd watched = {.fd = fd, .events = POLLIN};
   return poll(&watched, 1, (int)(WAIT_NS / 1000000)) == 1 && watched.revents & POLLIN;
}
