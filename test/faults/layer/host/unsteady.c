/* A driver that is right for a while, or for one device, and what it says of itself that is not so. */
#include <stdatomic.h>
#include <time.h>
#include <unistd.h>

#include "../fault.h"

static double
seconds_now(void)
{
   struct timespec now;
   clock_gettime(CLOCK_MONOTONIC, &now);
   return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* One fill of three, as the clock has it. */
static VKAPI_ATTR void VKAPI_CALL
fill_lost_now_and_then(VkCommandBuffer cmd, VkBuffer buffer, VkDeviceSize offset, VkDeviceSize size, uint32_t data)
{
   struct timespec now;
   clock_gettime(CLOCK_MONOTONIC, &now);
   /* Small fills are Venus' own feedback. */
   if (size <= 8 || now.tv_nsec / 64 % 3 != 0)
      NEXT(vkCmdFillBuffer)(cmd, buffer, offset, size, data);
}

static VKAPI_ATTR void VKAPI_CALL
device_end_crashes(VkDevice device, const VkAllocationCallbacks *alloc)
{
   chain_destroy_device(device, alloc);
   __builtin_trap();
}

static atomic_bool device_ended;

static VKAPI_ATTR void VKAPI_CALL
note_device_end(VkDevice device, const VkAllocationCallbacks *alloc)
{
   device_ended = true;
   chain_destroy_device(device, alloc);
}

/* With the first device that ends, the others' queues lose what they would execute. */
static VKAPI_ATTR VkResult VKAPI_CALL
submit_after_device_end(VkQueue queue, uint32_t count, const VkSubmitInfo *submits, VkFence fence)
{
   VkSubmitInfo changed[32];
   if (!device_ended || count > 32)
      return NEXT(vkQueueSubmit)(queue, count, submits, fence);
   for (uint32_t i = 0; i < count; i++) {
      changed[i] = submits[i];
      changed[i].commandBufferCount = 0;
   }
   return NEXT(vkQueueSubmit)(queue, count, changed, fence);
}

/* Work that takes longer than this is taken for stuck, and the device is lost. */
#define WATCHDOG_S 0.5

static VKAPI_ATTR VkResult VKAPI_CALL
submit_watched(VkQueue queue, uint32_t count, const VkSubmitInfo *submits, VkFence fence)
{
   static atomic_bool lost;
   if (lost)
      return VK_ERROR_DEVICE_LOST;
   const double start = seconds_now();
   const VkResult result = NEXT(vkQueueSubmit)(queue, count, submits, fence);
   if (result != VK_SUCCESS || count == 0)
      return result;
   NEXT(vkQueueWaitIdle)(queue);
   lost = seconds_now() - start > WATCHDOG_S;
   return lost ? VK_ERROR_DEVICE_LOST : VK_SUCCESS;
}

/* The driver keeps no descriptor for its caller: the number that it gives out is closed. */
static VKAPI_ATTR VkResult VKAPI_CALL
exported_descriptor_closed(VkDevice device, const VkMemoryGetFdInfoKHR *info, int *fd)
{
   const VkResult result = NEXT(vkGetMemoryFdKHR)(device, info, fd);
   if (result == VK_SUCCESS)
      close(*fd);
   return result;
}

/* An image that goes over into the layout that copies read loses what it holds. */
static VKAPI_ATTR void VKAPI_CALL
transition_discards(VkCommandBuffer commands, VkPipelineStageFlags before, VkPipelineStageFlags after,
                    VkDependencyFlags flags, uint32_t memory_count, const VkMemoryBarrier *memory,
                    uint32_t buffer_count, const VkBufferMemoryBarrier *buffers, uint32_t image_count,
                    const VkImageMemoryBarrier *images)
{
   const VkClearColorValue nothing = { { 0 } };
   NEXT(vkCmdPipelineBarrier)
   (commands, before, after, flags, memory_count, memory, buffer_count, buffers, image_count, images);
   for (uint32_t i = 0; i < image_count; i++) {
      if (images[i].newLayout == VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL && images[i].oldLayout != images[i].newLayout &&
          images[i].subresourceRange.aspectMask == VK_IMAGE_ASPECT_COLOR_BIT)
         NEXT(vkCmdClearColorImage)(commands, images[i].image, VK_IMAGE_LAYOUT_GENERAL, &nothing, 1,
                                    &images[i].subresourceRange);
   }
}

static VKAPI_ATTR void VKAPI_CALL
version_old_1(VkPhysicalDevice physical, VkPhysicalDeviceProperties *properties)
{
   NEXT(vkGetPhysicalDeviceProperties)(physical, properties);
   properties->apiVersion = VK_API_VERSION_1_0;
}

static VKAPI_ATTR void VKAPI_CALL
version_old_2(VkPhysicalDevice physical, VkPhysicalDeviceProperties2 *properties)
{
   NEXT(vkGetPhysicalDeviceProperties2)(physical, properties);
   properties->properties.apiVersion = VK_API_VERSION_1_0;
}

static void
hide_depth(VkFormat format, VkFormatProperties *properties)
{
   if (format >= VK_FORMAT_D16_UNORM && format <= VK_FORMAT_D32_SFLOAT_S8_UINT)
      *properties = (VkFormatProperties){ 0 };
}

static VKAPI_ATTR void VKAPI_CALL
depth_hidden_1(VkPhysicalDevice physical, VkFormat format, VkFormatProperties *properties)
{
   NEXT(vkGetPhysicalDeviceFormatProperties)(physical, format, properties);
   hide_depth(format, properties);
}

static VKAPI_ATTR void VKAPI_CALL
depth_hidden_2(VkPhysicalDevice physical, VkFormat format, VkFormatProperties2 *properties)
{
   NEXT(vkGetPhysicalDeviceFormatProperties2)(physical, format, properties);
   hide_depth(format, &properties->formatProperties);
}

extern const struct fault unsteady_faults[];
const struct fault unsteady_faults[] = {
   { "fill-lost-now-and-then", { HOOK(vkCmdFillBuffer, fill_lost_now_and_then) } },
   { "device-end-crashes", { HOOK(vkDestroyDevice, device_end_crashes) } },
   { "device-end-spoils-others",
     { HOOK(vkDestroyDevice, note_device_end), HOOK(vkQueueSubmit, submit_after_device_end) } },
   { "watchdog-too-short", { HOOK(vkQueueSubmit, submit_watched) } },
   { "exported-descriptor-closed", { HOOK(vkGetMemoryFdKHR, exported_descriptor_closed) } },
   { "transition-discards", { HOOK(vkCmdPipelineBarrier, transition_discards) } },
   { "version-old",
     { HOOK(vkGetPhysicalDeviceProperties, version_old_1), HOOK(vkGetPhysicalDeviceProperties2, version_old_2) } },
   { "depth-formats-hidden",
     { HOOK(vkGetPhysicalDeviceFormatProperties, depth_hidden_1),
       HOOK(vkGetPhysicalDeviceFormatProperties2, depth_hidden_2) } },
   { 0 },
};
