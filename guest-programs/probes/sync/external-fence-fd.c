/*
 * Fences leave and enter the process as file descriptors, by each kind of handle that the device says it can both
 * export and import.
 */
#include "fence_fd.h"
#include "relay.h"

/* A sync file is the state of one submission: exported after it, and the fence is reset by that. */
static void
pass_sync_file(const struct device *device, const struct relay *relay, uint32_t step)
{
   const VkExternalFenceHandleTypeFlagBits type = VK_EXTERNAL_FENCE_HANDLE_TYPE_SYNC_FD_BIT;
   VkFence sender = create_exportable_fence(device, type), receiver = create_fence(device);
   submit_commands(device, begin_relay_step(device, relay, step), sender);
   const int fd = export_fence(device, sender, type);
   check_result("the status of the fence after its export", VK_NOT_READY, vkGetFenceStatus(device->handle, sender));
   check("the sync file signals", wait_sync_file(fd), "it cannot be read within 3 s");
   import_fence(device, receiver, type, fd);
   must_signal(device, receiver, "the fence with the sync file");
   must(check_relay(relay, step + 1, "the work when the wait returns"));
   vkDestroyFence(device->handle, sender, NULL);
   vkDestroyFence(device->handle, receiver, NULL);
}

/* An opaque descriptor is the fence itself: both sides see what is submitted afterwards. */
static void
pass_opaque_fd(const struct device *device, const struct relay *relay, uint32_t step)
{
   const VkExternalFenceHandleTypeFlagBits type = VK_EXTERNAL_FENCE_HANDLE_TYPE_OPAQUE_FD_BIT;
   VkFence sender = create_exportable_fence(device, type), receiver = create_fence(device);
   import_fence(device, receiver, type, export_fence(device, sender, type));
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
   const bool sync_file = can_pass_fences(physical, VK_EXTERNAL_FENCE_HANDLE_TYPE_SYNC_FD_BIT);
   const bool opaque = can_pass_fences(physical, VK_EXTERNAL_FENCE_HANDLE_TYPE_OPAQUE_FD_BIT);
   if (!sync_file && !opaque)
      skip_probe("The device can both export and import fences neither as sync files nor as opaque descriptors.");

   struct device device = open_fence_fd_device(instance);
   struct relay relay = create_relay(&device, 2, 0xfe9cefd0u);
   uint32_t step = 0;
   if (sync_file)
      pass_sync_file(&device, &relay, step++);
   if (opaque)
      pass_opaque_fd(&device, &relay, step++);

   SETUP(vkQueueWaitIdle(device.queue));
   destroy_relay(&device, &relay);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "sync/external-fence-fd",
   .title = "A fence that is passed on as a file descriptor signals with the work",
   .run = run,
};
