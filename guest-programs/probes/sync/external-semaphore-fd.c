/*
 * Semaphores leave and enter the process as file descriptors, by each kind of handle that the device says it can both
 * export and import. The window systems stand on the sync files.
 */
#include "device_options.h"
#include "relay.h"
#include "semaphore.h"

struct functions {
   PFN_vkGetSemaphoreFdKHR get_fd;
   PFN_vkImportSemaphoreFdKHR import_fd;
};

static bool
can_pass(VkPhysicalDevice physical, VkExternalSemaphoreHandleTypeFlagBits type)
{
   const VkPhysicalDeviceExternalSemaphoreInfo info = {
      .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_EXTERNAL_SEMAPHORE_INFO,
      .handleType = type,
   };
   VkExternalSemaphoreProperties properties = {.sType = VK_STRUCTURE_TYPE_EXTERNAL_SEMAPHORE_PROPERTIES};
   vkGetPhysicalDeviceExternalSemaphoreProperties(physical, &info, &properties);
   const VkExternalSemaphoreFeatureFlags both =
      VK_EXTERNAL_SEMAPHORE_FEATURE_EXPORTABLE_BIT | VK_EXTERNAL_SEMAPHORE_FEATURE_IMPORTABLE_BIT;
   return (properties.externalSemaphoreFeatures & both) == both;
}

/* From one semaphore to the other, through a descriptor that is the driver's afterwards. */
static void
pass_semaphore(const struct device *device, const struct functions *call, VkSemaphore from, VkSemaphore to,
               VkExternalSemaphoreHandleTypeFlagBits type)
{
   const VkSemaphoreGetFdInfoKHR get = {
      .sType = VK_STRUCTURE_TYPE_SEMAPHORE_GET_FD_INFO_KHR,
      .semaphore = from,
      .handleType = type,
   };
   int fd = -1;
   must(check_result("vkGetSemaphoreFdKHR", VK_SUCCESS, call->get_fd(device->handle, &get, &fd)));
   const bool copied = type == VK_EXTERNAL_SEMAPHORE_HANDLE_TYPE_SYNC_FD_BIT;
   const VkImportSemaphoreFdInfoKHR import = {
      .sType = VK_STRUCTURE_TYPE_IMPORT_SEMAPHORE_FD_INFO_KHR,
      .semaphore = to,
      .flags = copied ? VK_SEMAPHORE_IMPORT_TEMPORARY_BIT : 0,
      .handleType = type,
      .fd = fd,
   };
   must(check_result("vkImportSemaphoreFdKHR", VK_SUCCESS, call->import_fd(device->handle, &import)));
}

/* Two steps of the relay, the second behind the semaphore that was passed on. */
static void
hand_over(const struct device *device, const struct functions *call, VkExternalSemaphoreHandleTypeFlagBits type)
{
   const bool sync = type == VK_EXTERNAL_SEMAPHORE_HANDLE_TYPE_SYNC_FD_BIT;
   const VkExportSemaphoreCreateInfo export = {
      .sType = VK_STRUCTURE_TYPE_EXPORT_SEMAPHORE_CREATE_INFO,
      .handleTypes = type,
   };
   VkSemaphore sender = create_semaphore(device, &export), receiver = create_semaphore(device, NULL);
   VkFence fence = create_fence(device);
   struct relay relay = create_relay(device, 2, 0x5e3a0000u + type);

   /* An opaque descriptor is the semaphore itself; a sync file is the state of the signal that is already submitted. */
   if (!sync)
      pass_semaphore(device, call, sender, receiver, type);
   submit_to(device->queue,
             &(struct submission){.commands = begin_relay_step(device, &relay, 0), .signal = sender});
   if (sync)
      pass_semaphore(device, call, sender, receiver, type);
   submit_to(device->queue, &(struct submission){
                               .commands = begin_relay_step(device, &relay, 1),
                               .wait = receiver,
                               .fence = fence,
                            });
   must_signal(device, fence, sync ? "the work behind the sync file" : "the work behind the opaque descriptor");
   check_relay(&relay, 2, "both pieces of work, in order");

   destroy_relay(device, &relay);
   vkDestroyFence(device->handle, fence, NULL);
   vkDestroySemaphore(device->handle, sender, NULL);
   vkDestroySemaphore(device->handle, receiver, NULL);
}

static void
run(void)
{
   VkInstance instance = create_instance(NULL, 0);
   VkPhysicalDevice physical = pick_physical_device(instance);
   const char *extension = VK_KHR_EXTERNAL_SEMAPHORE_FD_EXTENSION_NAME;
   if (!device_has_extension(physical, extension))
      skip_probe("The device has no %s.", extension);
   const bool sync = can_pass(physical, VK_EXTERNAL_SEMAPHORE_HANDLE_TYPE_SYNC_FD_BIT);
   const bool opaque = can_pass(physical, VK_EXTERNAL_SEMAPHORE_HANDLE_TYPE_OPAQUE_FD_BIT);
   if (!sync && !opaque)
      skip_probe("The device can both export and import semaphores neither as sync files nor as opaque descriptors.");

   struct device device =
      open_device_with(instance, &(struct device_options){.extensions = &extension, .extension_count = 1});
   const struct functions call = {
      (PFN_vkGetSemaphoreFdKHR)vkGetDeviceProcAddr(device.handle, "vkGetSemaphoreFdKHR"),
      (PFN_vkImportSemaphoreFdKHR)vkGetDeviceProcAddr(device.handle, "vkImportSemaphoreFdKHR"),
   };
   if (sync)
      hand_over(&device, &call, VK_EXTERNAL_SEMAPHORE_HANDLE_TYPE_SYNC_FD_BIT);
   if (opaque)
      hand_over(&device, &call, VK_EXTERNAL_SEMAPHORE_HANDLE_TYPE_OPAQUE_FD_BIT);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "sync/external-semaphore-fd",
   .title = "Work waits for a semaphore that was passed on as a file descriptor",
   .run = run,
};
