/*
 * Fences leave and enter the process as file descriptors, by each kind of handle that the device says it can both
 * export and import.
 */
#include <poll.h>

#include "commands.h"
#include "device_options.h"
#include "relay.h"

#define WAIT_MS ((int)(WAIT_NS / 1000000))

struct functions {
   PFN_vkGetFenceFdKHR get_fd;
   PFN_vkImportFenceFdKHR import_fd;
};

static bool
can_pass(VkPhysicalDevice physical, VkExternalFenceHandleTypeFlagBits type)
{
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

static VkFence
create_exportable(const struct device *device, VkExternalFenceHandleTypeFlagBits type)
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

static int
export_fd(const struct device *device, const struct functions *call, VkFence fence,
          VkExternalFenceHandleTypeFlagBits type)
{
   const VkFenceGetFdInfoKHR info = {
      .sType = VK_STRUCTURE_TYPE_FENCE_GET_FD_INFO_KHR,
      .fence = fence,
      .handleType = type,
   };
   int fd = -1;
   must(check_result("vkGetFenceFdKHR", VK_SUCCESS, call->get_fd(device->handle, &info, &fd)));
   return fd;
}

/* The descriptor is the driver's afterwards. */
static void
import_fd(const struct device *device, const struct functions *call, VkFence fence,
          VkExternalFenceHandleTypeFlagBits type, int fd)
{
   const bool copied = type == VK_EXTERNAL_FENCE_HANDLE_TYPE_SYNC_FD_BIT;
   const VkImportFenceFdInfoKHR info = {
      .sType = VK_STRUCTURE_TYPE_IMPORT_FENCE_FD_INFO_KHR,
      .fence = fence,
      .flags = copied ? VK_FENCE_IMPORT_TEMPORARY_BIT : 0,
      .handleType = type,
      .fd = fd,
   };
   must(check_result("vkImportFenceFdKHR", VK_SUCCESS, call->import_fd(device->handle, &info)));
}

/* A sync file is the state of one submission: exported after it, and the fence is reset by that. */
static void
pass_sync_fd(const struct device *device, const struct functions *call, struct relay *relay, uint32_t step)
{
   const VkExternalFenceHandleTypeFlagBits type = VK_EXTERNAL_FENCE_HANDLE_TYPE_SYNC_FD_BIT;
   VkFence sender = create_exportable(device, type), receiver = create_fence(device);
   submit_commands(device, begin_relay_step(device, relay, step), sender);
   const int fd = export_fd(device, call, sender, type);
   check_result("the status of the fence after its export", VK_NOT_READY, vkGetFenceStatus(device->handle, sender));
   if (fd >= 0) {
      struct pollfd watched = {.fd = fd, .events = POLLIN};
      check("the sync file can be polled", poll(&watched, 1, WAIT_MS) == 1 && watched.revents & POLLIN,
            "it did not signal within 3 s");
   }
   import_fd(device, call, receiver, type, fd);
   must_signal(device, receiver, "the fence with the sync file");
   must(check_relay(relay, step + 1, "the work when the wait returns"));
   vkDestroyFence(device->handle, sender, NULL);
   vkDestroyFence(device->handle, receiver, NULL);
}

/* An opaque descriptor is the fence itself: both sides see what is submitted afterwards. */
static void
pass_opaque_fd(const struct device *device, const struct functions *call, struct relay *relay, uint32_t step)
{
   const VkExternalFenceHandleTypeFlagBits type = VK_EXTERNAL_FENCE_HANDLE_TYPE_OPAQUE_FD_BIT;
   VkFence sender = create_exportable(device, type), receiver = create_fence(device);
   import_fd(device, call, receiver, type, export_fd(device, call, sender, type));
   check_result("the status of the imported fence before work", VK_NOT_READY,
                vkGetFenceStatus(device->handle, receiver));
   submit_commands(device, begin_relay_step(device, relay, step), sender);
   must_signal(device, receiver, "the imported fence");
   must(check_relay(relay, step + 1, "the work when the wait returns"));
   must_signal(device, sender, "the exported fence");
   vkDestroyFence(device->handle, sender, NULL);
   vkDestroyFence(device->handle, receiver, NULL);
}

static void
run(void)
{
   VkInstance instance = create_instance(NULL, 0);
   VkPhysicalDevice physical = pick_physical_device(instance);
   const char *extension = VK_KHR_EXTERNAL_FENCE_FD_EXTENSION_NAME;
   if (!device_has_extension(physical, extension))
      skip_probe("The device has no %s.", extension);
   const bool sync = can_pass(physical, VK_EXTERNAL_FENCE_HANDLE_TYPE_SYNC_FD_BIT);
   const bool opaque = can_pass(physical, VK_EXTERNAL_FENCE_HANDLE_TYPE_OPAQUE_FD_BIT);
   if (!sync && !opaque)
      skip_probe("The device can both export and import fences neither as sync files nor as opaque descriptors.");

   struct device device =
      open_device_with(instance, &(struct device_options){.extensions = &extension, .extension_count = 1});
   const struct functions call = {
      (PFN_vkGetFenceFdKHR)vkGetDeviceProcAddr(device.handle, "vkGetFenceFdKHR"),
      (PFN_vkImportFenceFdKHR)vkGetDeviceProcAddr(device.handle, "vkImportFenceFdKHR"),
   };
   struct relay relay = create_relay(&device, 2, 0xfe9cefd0u);
   uint32_t step = 0;
   if (sync)
      pass_sync_fd(&device, &call, &relay, step++);
   if (opaque)
      pass_opaque_fd(&device, &call, &relay, step++);

   SETUP(vkQueueWaitIdle(device.queue));
   destroy_relay(&device, &relay);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "sync/external-fence-fd",
   .title = "A fence that is passed on as a file descriptor signals with the work",
   .run = run,
};
