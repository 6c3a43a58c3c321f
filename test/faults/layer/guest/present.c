/* Swapchains and displays that are not what they should be. */
#include <string.h>

#include "../fault.h"

static VKAPI_ATTR VkResult VKAPI_CALL
swapchain_hidden(VkPhysicalDevice physical, const char *layer, uint32_t *count, VkExtensionProperties *properties)
{
   const VkResult result = NEXT(vkEnumerateDeviceExtensionProperties)(physical, layer, count, properties);
   for (uint32_t i = 0; properties && i < *count; i++) {
      if (strcmp(properties[i].extensionName, VK_KHR_SWAPCHAIN_EXTENSION_NAME) == 0)
         strcpy(properties[i].extensionName, "VK_EXT_hidden");
   }
   return result;
}

static VKAPI_ATTR VkResult VKAPI_CALL
image_out_twice(VkDevice device, VkSwapchainKHR swapchain, uint64_t timeout, VkSemaphore semaphore, VkFence fence,
                uint32_t *index)
{
   const VkResult result = NEXT(vkAcquireNextImageKHR)(device, swapchain, timeout, semaphore, fence, index);
   *index = 0;
   return result;
}

static VKAPI_ATTR VkResult VKAPI_CALL
size_kept(VkDevice device, const VkSwapchainCreateInfoKHR *info, const VkAllocationCallbacks *alloc,
          VkSwapchainKHR *swapchain)
{
   static VkExtent2D first;
   VkSwapchainCreateInfoKHR changed = *info;
   if (first.width == 0)
      first = info->imageExtent;
   changed.imageExtent = first;
   return NEXT(vkCreateSwapchainKHR)(device, &changed, alloc, swapchain);
}

static VKAPI_ATTR VkResult VKAPI_CALL
present_lost(VkQueue queue, const VkPresentInfoKHR *info)
{
   (void)queue, (void)info;
   return VK_ERROR_SURFACE_LOST_KHR;
}

static VKAPI_ATTR VkResult VKAPI_CALL
no_modes(VkPhysicalDevice physical, VkDisplayKHR display, uint32_t *count, VkDisplayModePropertiesKHR *modes)
{
   (void)physical, (void)display, (void)modes;
   *count = 0;
   return VK_SUCCESS;
}

static VKAPI_ATTR VkResult VKAPI_CALL
listing_crashes(VkPhysicalDevice physical, uint32_t *count, VkDisplayPropertiesKHR *displays)
{
   (void)physical, (void)count, (void)displays;
   __builtin_trap();
}

extern const struct fault present_faults[];
const struct fault present_faults[] = {
   { "guest-swapchain-hidden", { HOOK(vkEnumerateDeviceExtensionProperties, swapchain_hidden) } },
   { "guest-image-out-twice", { HOOK(vkAcquireNextImageKHR, image_out_twice) } },
   { "guest-swapchain-keeps-size", { HOOK(vkCreateSwapchainKHR, size_kept) } },
   { "guest-present-loses-surface", { HOOK(vkQueuePresentKHR, present_lost) } },
   { "guest-display-without-modes", { HOOK(vkGetDisplayModePropertiesKHR, no_modes) } },
   { "guest-display-list-crashes", { HOOK(vkGetPhysicalDeviceDisplayPropertiesKHR, listing_crashes) } },
   { 0 },
};
