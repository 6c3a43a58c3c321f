/* Devices that are absent or refused, and extensions, features and limits that are not what they seem. */
#include <string.h>

#include "../fault.h"

/* What the loader makes of drivers that list nothing. */
static VKAPI_ATTR VkResult VKAPI_CALL
no_physical_device(VkInstance instance, uint32_t *count, VkPhysicalDevice *devices)
{
   (void)instance, (void)devices;
   *count = 0;
   return VK_ERROR_INITIALIZATION_FAILED;
}

static VKAPI_ATTR VkResult VKAPI_CALL
instance_refused(const VkInstanceCreateInfo *info, const VkAllocationCallbacks *alloc, VkInstance *instance)
{
   (void)info, (void)alloc, (void)instance;
   return VK_ERROR_INCOMPATIBLE_DRIVER;
}

static VKAPI_ATTR VkResult VKAPI_CALL
device_refused(VkPhysicalDevice physical, const VkDeviceCreateInfo *info, const VkAllocationCallbacks *alloc,
               VkDevice *device)
{
   (void)physical, (void)info, (void)alloc, (void)device;
   return VK_ERROR_INITIALIZATION_FAILED;
}

#define MAX_EXTENSIONS 512u

/* The driver's list without one extension, or with one more that no driver of this kind has. */
static VkResult
changed_extensions(VkPhysicalDevice physical, const char *layer, uint32_t *count, VkExtensionProperties *properties,
                   const char *hidden, const char *added)
{
   static _Thread_local VkExtensionProperties all[MAX_EXTENSIONS];
   uint32_t found = MAX_EXTENSIONS - 1;
   VkResult result = NEXT(vkEnumerateDeviceExtensionProperties)(physical, layer, &found, all);
   if (result != VK_SUCCESS)
      return result;
   uint32_t kept = 0;
   for (uint32_t i = 0; i < found; i++) {
      if (!hidden || strcmp(all[i].extensionName, hidden) != 0)
         all[kept++] = all[i];
   }
   if (added) {
      all[kept] = (VkExtensionProperties){ .specVersion = 1 };
      strncpy(all[kept].extensionName, added, VK_MAX_EXTENSION_NAME_SIZE - 1);
      kept++;
   }
   if (!properties) {
      *count = kept;
      return VK_SUCCESS;
   }
   const uint32_t room = *count < kept ? *count : kept;
   memcpy(properties, all, room * sizeof(*all));
   *count = room;
   return room < kept ? VK_INCOMPLETE : VK_SUCCESS;
}

#define EXTENSION_FAULT(name, hidden, added)                                                                           \
   static VKAPI_ATTR VkResult VKAPI_CALL name(VkPhysicalDevice physical, const char *layer, uint32_t *count,           \
                                              VkExtensionProperties *properties)                                       \
   {                                                                                                                   \
      return changed_extensions(physical, layer, count, properties, hidden, added);                                    \
   }

EXTENSION_FAULT(no_external_memory_fd, VK_KHR_EXTERNAL_MEMORY_FD_EXTENSION_NAME, NULL)
EXTENSION_FAULT(no_external_semaphore_fd, VK_KHR_EXTERNAL_SEMAPHORE_FD_EXTENSION_NAME, NULL)
EXTENSION_FAULT(no_external_fence_fd, VK_KHR_EXTERNAL_FENCE_FD_EXTENSION_NAME, NULL)
EXTENSION_FAULT(extension_hidden, VK_EXT_VERTEX_ATTRIBUTE_DIVISOR_EXTENSION_NAME, NULL)
EXTENSION_FAULT(extension_false, NULL, VK_NV_COMPUTE_SHADER_DERIVATIVES_EXTENSION_NAME)

static VKAPI_ATTR void VKAPI_CALL
sync_fd_not_importable(VkPhysicalDevice physical, const VkPhysicalDeviceExternalSemaphoreInfo *info,
                       VkExternalSemaphoreProperties *properties)
{
   NEXT(vkGetPhysicalDeviceExternalSemaphoreProperties)(physical, info, properties);
   if (info->handleType == VK_EXTERNAL_SEMAPHORE_HANDLE_TYPE_SYNC_FD_BIT)
      properties->externalSemaphoreFeatures &= ~(VkExternalSemaphoreFeatureFlags)VK_EXTERNAL_SEMAPHORE_FEATURE_IMPORTABLE_BIT;
}

static void
hide_core_features(VkPhysicalDeviceFeatures *features)
{
   features->independentBlend = VK_FALSE;
   features->shaderStorageImageWriteWithoutFormat = VK_FALSE;
}

/* Venus asks by the second of each pair, a program may by the first: a driver says the same to both. */
static VKAPI_ATTR void VKAPI_CALL
feature_hidden_1(VkPhysicalDevice physical, VkPhysicalDeviceFeatures *features)
{
   NEXT(vkGetPhysicalDeviceFeatures)(physical, features);
   hide_core_features(features);
}

static VKAPI_ATTR void VKAPI_CALL
feature_hidden_2(VkPhysicalDevice physical, VkPhysicalDeviceFeatures2 *features)
{
   NEXT(vkGetPhysicalDeviceFeatures2)(physical, features);
   hide_core_features(&features->features);
}

static void
spoil_limits(VkPhysicalDeviceLimits *limits)
{
   limits->maxImageDimension2D /= 2;
   limits->minMemoryMapAlignment = 3;
}

static VKAPI_ATTR void VKAPI_CALL
limit_wrong_1(VkPhysicalDevice physical, VkPhysicalDeviceProperties *properties)
{
   NEXT(vkGetPhysicalDeviceProperties)(physical, properties);
   spoil_limits(&properties->limits);
}

static VKAPI_ATTR void VKAPI_CALL
limit_wrong_2(VkPhysicalDevice physical, VkPhysicalDeviceProperties2 *properties)
{
   NEXT(vkGetPhysicalDeviceProperties2)(physical, properties);
   spoil_limits(&properties->properties.limits);
}

/* Features that the version requires are said to be absent. */
static VKAPI_ATTR void VKAPI_CALL
required_hidden(VkPhysicalDevice physical, VkPhysicalDeviceFeatures2 *features)
{
   NEXT(vkGetPhysicalDeviceFeatures2)(physical, features);
   for (VkBaseOutStructure *next = features->pNext; next; next = next->pNext) {
      if (next->sType == VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_1_FEATURES)
         ((VkPhysicalDeviceVulkan11Features *)next)->multiview = VK_FALSE;
      if (next->sType == VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_MULTIVIEW_FEATURES)
         ((VkPhysicalDeviceMultiviewFeatures *)next)->multiview = VK_FALSE;
      if (next->sType == VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_2_FEATURES)
         ((VkPhysicalDeviceVulkan12Features *)next)->imagelessFramebuffer = VK_FALSE;
      if (next->sType == VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_IMAGELESS_FRAMEBUFFER_FEATURES)
         ((VkPhysicalDeviceImagelessFramebufferFeatures *)next)->imagelessFramebuffer = VK_FALSE;
   }
}

/* A device is made whether it has the features or not. */
static VKAPI_ATTR VkResult VKAPI_CALL
features_unchecked(VkPhysicalDevice physical, const VkDeviceCreateInfo *info, const VkAllocationCallbacks *alloc,
                   VkDevice *device)
{
   VkDeviceCreateInfo changed = *info;
   changed.pEnabledFeatures = NULL;
   for (VkBaseOutStructure *next = (VkBaseOutStructure *)(uintptr_t)changed.pNext; next; next = next->pNext) {
      if (next->sType == VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_FEATURES_2)
         ((VkPhysicalDeviceFeatures2 *)next)->features = (VkPhysicalDeviceFeatures){ 0 };
   }
   return chain_create_device(physical, &changed, alloc, device);
}

/* Each family is said to have a queue more than it has. */
static VKAPI_ATTR void VKAPI_CALL
queue_added(VkPhysicalDevice physical, uint32_t *count, VkQueueFamilyProperties2 *families)
{
   NEXT(vkGetPhysicalDeviceQueueFamilyProperties2)(physical, count, families);
   for (uint32_t i = 0; families && i < *count; i++)
      families[i].queueFamilyProperties.queueCount++;
}

static VKAPI_ATTR void VKAPI_CALL
queue_added_1(VkPhysicalDevice physical, uint32_t *count, VkQueueFamilyProperties *families)
{
   NEXT(vkGetPhysicalDeviceQueueFamilyProperties)(physical, count, families);
   for (uint32_t i = 0; families && i < *count; i++)
      families[i].queueCount++;
}

/* The second fence, and each one after it, is the first: two owners of one object. */
static VKAPI_ATTR VkResult VKAPI_CALL
fence_handle_twice(VkDevice device, const VkFenceCreateInfo *info, const VkAllocationCallbacks *alloc, VkFence *fence)
{
   static VkFence first;
   static VkDevice owner;
   if (first == VK_NULL_HANDLE || owner != device) {
      const VkResult result = NEXT(vkCreateFence)(device, info, alloc, fence);
      first = *fence;
      owner = device;
      return result;
   }
   *fence = first;
   return VK_SUCCESS;
}

static VKAPI_ATTR void VKAPI_CALL
fence_kept(VkDevice device, VkFence fence, const VkAllocationCallbacks *alloc)
{
   /* A fence that has several owners must outlive the first of them, or the driver itself would break. */
   (void)device, (void)fence, (void)alloc;
}

/* The second buffer of a size, and each one after it, is the first. */
static VKAPI_ATTR VkResult VKAPI_CALL
buffer_handle_twice(VkDevice device, const VkBufferCreateInfo *info, const VkAllocationCallbacks *alloc,
                    VkBuffer *buffer)
{
   static struct {
      VkDevice owner;
      VkDeviceSize size;
      VkBuffer buffer;
   } first[32];
   for (unsigned i = 0; i < 32; i++) {
      if (first[i].buffer != VK_NULL_HANDLE && (first[i].owner != device || first[i].size != info->size))
         continue;
      if (first[i].buffer == VK_NULL_HANDLE) {
         const VkResult result = NEXT(vkCreateBuffer)(device, info, alloc, buffer);
         first[i].owner = device;
         first[i].size = info->size;
         first[i].buffer = *buffer;
         return result;
      }
      *buffer = first[i].buffer;
      return VK_SUCCESS;
   }
   return NEXT(vkCreateBuffer)(device, info, alloc, buffer);
}

static VKAPI_ATTR void VKAPI_CALL
buffer_kept(VkDevice device, VkBuffer buffer, const VkAllocationCallbacks *alloc)
{
   (void)device, (void)buffer, (void)alloc;
}

extern const struct fault capability_faults[];
const struct fault capability_faults[] = {
   { "no-physical-device", { HOOK(vkEnumeratePhysicalDevices, no_physical_device) } },
   { "instance-refused", { HOOK(vkCreateInstance, instance_refused) } },
   { "device-refused", { HOOK(vkCreateDevice, device_refused) } },
   { "no-external-memory-fd", { HOOK(vkEnumerateDeviceExtensionProperties, no_external_memory_fd) } },
   { "no-external-semaphore-fd", { HOOK(vkEnumerateDeviceExtensionProperties, no_external_semaphore_fd) } },
   { "no-external-fence-fd", { HOOK(vkEnumerateDeviceExtensionProperties, no_external_fence_fd) } },
   { "extension-hidden", { HOOK(vkEnumerateDeviceExtensionProperties, extension_hidden) } },
   { "extension-false", { HOOK(vkEnumerateDeviceExtensionProperties, extension_false) } },
   { "sync-fd-not-importable",
     { HOOK(vkGetPhysicalDeviceExternalSemaphoreProperties, sync_fd_not_importable) } },
   { "feature-hidden",
     { HOOK(vkGetPhysicalDeviceFeatures, feature_hidden_1), HOOK(vkGetPhysicalDeviceFeatures2, feature_hidden_2) } },
   { "limit-wrong",
     { HOOK(vkGetPhysicalDeviceProperties, limit_wrong_1), HOOK(vkGetPhysicalDeviceProperties2, limit_wrong_2) } },
   { "fence-handle-twice", { HOOK(vkCreateFence, fence_handle_twice), HOOK(vkDestroyFence, fence_kept) } },
   { "required-features-hidden", { HOOK(vkGetPhysicalDeviceFeatures2, required_hidden) } },
   { "features-unchecked", { HOOK(vkCreateDevice, features_unchecked) } },
   { "queue-false",
     { HOOK(vkGetPhysicalDeviceQueueFamilyProperties2, queue_added),
       HOOK(vkGetPhysicalDeviceQueueFamilyProperties, queue_added_1) } },
   { "buffer-handle-twice", { HOOK(vkCreateBuffer, buffer_handle_twice), HOOK(vkDestroyBuffer, buffer_kept) } },
   { 0 },
};
