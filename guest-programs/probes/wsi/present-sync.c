/*
 * What the calls promise about order: an acquired image's fence signals, no image is handed out twice, an acquisition
 * that finds none free ends in time, and images come back after their presentation.
 */
#include "commands.h"
#include "swapchain.h"

#define SIZE 64u
#define SHORT_NS 10000000u
#define ROUNDS 4u

static void
must_be_free(const struct swapchain *swapchain, uint32_t index, uint32_t taken)
{
   must(check("the image is free", index < swapchain->count && !(taken & 1u << index), "image %u of %u, taken 0x%x",
              index, swapchain->count, taken));
}

/* Acquires one image, waits for its fence, and notes it as taken. */
static uint32_t
acquire_with_fence(const struct device *device, const struct swapchain *swapchain, VkSemaphore semaphore,
                   uint32_t *taken)
{
   VkFence fence = create_fence(device);
   uint32_t index = UINT32_MAX;
   const VkResult acquired =
      vkAcquireNextImageKHR(device->handle, swapchain->handle, WAIT_NS, semaphore, fence, &index);
   must(check_result("vkAcquireNextImageKHR", VK_SUCCESS, acquired));
   must_signal(device, fence, "the fence of an acquisition");
   vkDestroyFence(device->handle, fence, NULL);
   must_be_free(swapchain, index, *taken);
   *taken |= 1u << index;
   return index;
}

/* Images that may be had beyond those promised; the presentation may keep them instead. */
static void
take_the_rest(const struct device *device, const struct swapchain *swapchain, uint32_t taken)
{
   VkFence fence = create_fence(device);
   uint32_t index;
   while (taken != (1u << swapchain->count) - 1 &&
          vkAcquireNextImageKHR(device->handle, swapchain->handle, SHORT_NS, VK_NULL_HANDLE, fence, &index) ==
             VK_SUCCESS) {
      must_signal(device, fence, "the fence of an acquisition");
      SETUP(vkResetFences(device->handle, 1, &fence));
      must_be_free(swapchain, index, taken);
      taken |= 1u << index;
   }
   vkDestroyFence(device->handle, fence, NULL);
}

/* The acquisition ends without an image and within its time. */
static void
check_none_free(const struct device *device, const struct swapchain *swapchain)
{
   VkFence fence = create_fence(device);
   uint32_t index;
   const VkResult at_once = vkAcquireNextImageKHR(device->handle, swapchain->handle, 0, VK_NULL_HANDLE, fence, &index);
   must(check_result("vkAcquireNextImageKHR without a free image, at once", VK_NOT_READY, at_once));
   const VkResult later =
      vkAcquireNextImageKHR(device->handle, swapchain->handle, SHORT_NS, VK_NULL_HANDLE, fence, &index);
   /* The specification says VK_TIMEOUT; Mesa's headless surfaces answer VK_NOT_READY to every timeout. */
   check("vkAcquireNextImageKHR without a free image, 10 ms", later == VK_TIMEOUT || later == VK_NOT_READY,
         "it returned %s", vk_result_name(later));
   vkDestroyFence(device->handle, fence, NULL);
}

static void
run(void)
{
   VkSurfaceKHR surface;
   struct device device = open_headless_device(&surface);
   VkSurfaceCapabilitiesKHR surface_can;
   SETUP(vkGetPhysicalDeviceSurfaceCapabilitiesKHR(device.physical, surface, &surface_can));
   struct swapchain swapchain = create_swapchain(&device, surface, (VkExtent2D){SIZE, SIZE}, VK_NULL_HANDLE);
   /* As many as may be held at once with a promise that the next acquisition ends. */
   const uint32_t holdable = swapchain.count - surface_can.minImageCount + 1;
   const uint32_t held = holdable < FRAMES_AT_ONCE ? holdable : FRAMES_AT_ONCE;
   for (uint32_t round = 0; round < ROUNDS; round++) {
      uint32_t taken = 0, indices[FRAMES_AT_ONCE];
      for (uint32_t i = 0; i < held; i++)
         indices[i] = acquire_with_fence(&device, &swapchain, swapchain.frames[i].acquired, &taken);
      /* The last acquired is the first presented. */
      for (uint32_t i = held; i-- > 0;)
         draw_and_present(&device, &swapchain, &swapchain.frames[i], indices[i], (uint8_t)(round * 50 + i));
      finish_frames(&device, &swapchain);
   }
   vkQueueWaitIdle(device.queue);

   uint32_t taken = 0;
   for (uint32_t i = 0; i < holdable; i++)
      acquire_with_fence(&device, &swapchain, VK_NULL_HANDLE, &taken);
   take_the_rest(&device, &swapchain, taken);
   check_none_free(&device, &swapchain);
   destroy_swapchain(&device, &swapchain);
   vkDestroySurfaceKHR(device.instance, surface, NULL);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "wsi/present-sync",
   .title = "Images are handed out once, in time, and come back after their presentation",
   .run = run,
};
