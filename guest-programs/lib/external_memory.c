#include "external_memory.h"

#include "buffer.h"
#include "device_options.h"

#define COHERENT (VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT | VK_MEMORY_PROPERTY_HOST_COHERENT_BIT)

static bool
is_dma_buf(VkExternalMemoryHandleTypeFlagBits type)
{
   return type == VK_EXTERNAL_MEMORY_HANDLE_TYPE_DMA_BUF_BIT_EXT;
}

VkExternalMemoryFeatureFlags
external_buffer_features(VkPhysicalDevice physical, VkBufferUsageFlags usage, VkExternalMemoryHandleTypeFlagBits type)
{
   if (!device_has_extension(physical, VK_KHR_EXTERNAL_MEMORY_FD_EXTENSION_NAME) ||
       (is_dma_buf(type) && !device_has_extension(physical, VK_EXT_EXTERNAL_MEMORY_DMA_BUF_EXTENSION_NAME)))
      return 0;
   const VkPhysicalDeviceExternalBufferInfo info = {
      .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_EXTERNAL_BUFFER_INFO,
      .usage = usage,
      .handleType = type,
   };
   VkExternalBufferProperties properties = {.sType = VK_STRUCTURE_TYPE_EXTERNAL_BUFFER_PROPERTIES};
   vkGetPhysicalDeviceExternalBufferProperties(physical, &info, &properties);
   return properties.externalMemoryProperties.externalMemoryFeatures;
}

struct device
open_external_memory_device(VkInstance instance, VkExternalMemoryHandleTypeFlagBits type)
{
   const char *const extensions[] = {
      VK_KHR_EXTERNAL_MEMORY_FD_EXTENSION_NAME,
      VK_EXT_EXTERNAL_MEMORY_DMA_BUF_EXTENSION_NAME,
   };
   const struct device_options options = {.extensions = extensions, .extension_count = is_dma_buf(type) ? 2 : 1};
   return open_device_with(instance, &options);
}

VkBuffer
create_external_buffer(const struct device *device, VkDeviceSize size, VkBufferUsageFlags usage,
                       VkExternalMemoryHandleTypeFlagBits type)
{
   const VkExternalMemoryBufferCreateInfo external = {
      .sType = VK_STRUCTURE_TYPE_EXTERNAL_MEMORY_BUFFER_CREATE_INFO,
      .handleTypes = type,
   };
   const VkBufferCreateInfo info = {
      .sType = VK_STRUCTURE_TYPE_BUFFER_CREATE_INFO,
      .pNext = &external,
      .size = size,
      .usage = usage,
   };
   VkBuffer buffer;
   SETUP(vkCreateBuffer(device->handle, &info, NULL, &buffer));
   return buffer;
}

/* `next` says what is special about the memory. */
static VkResult
allocate_for(const struct device *device, VkBuffer buffer, uint32_t allowed, const void *next, VkDeviceMemory *memory)
{
   VkMemoryRequirements needs;
   vkGetBufferMemoryRequirements(device->handle, buffer, &needs);
   const uint32_t type = find_memory_type(device, needs.memoryTypeBits & allowed, COHERENT);
   if (type == NO_MEMORY_TYPE)
      fail_setup("No memory type in 0x%x for external memory is host-visible and coherent.",
                 needs.memoryTypeBits & allowed);
   const VkMemoryDedicatedAllocateInfo dedicated = {
      .sType = VK_STRUCTURE_TYPE_MEMORY_DEDICATED_ALLOCATE_INFO,
      .pNext = next,
      .buffer = buffer,
   };
   const VkMemoryAllocateInfo info = {
      .sType = VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_INFO,
      .pNext = &dedicated,
      .allocationSize = needs.size,
      .memoryTypeIndex = type,
   };
   const VkResult result = vkAllocateMemory(device->handle, &info, NULL, memory);
   return result == VK_SUCCESS ? vkBindBufferMemory(device->handle, buffer, *memory, 0) : result;
}

VkResult
allocate_exportable(const struct device *device, VkBuffer buffer, VkExternalMemoryHandleTypeFlagBits type,
                    VkDeviceMemory *memory)
{
   const VkExportMemoryAllocateInfo exported = {
      .sType = VK_STRUCTURE_TYPE_EXPORT_MEMORY_ALLOCATE_INFO,
      .handleTypes = type,
   };
   return allocate_for(device, buffer, UINT32_MAX, &exported, memory);
}

VkResult
export_memory(const struct device *device, VkDeviceMemory memory, VkExternalMemoryHandleTypeFlagBits type, int *fd)
{
   const VkMemoryGetFdInfoKHR info = {
      .sType = VK_STRUCTURE_TYPE_MEMORY_GET_FD_INFO_KHR,
      .memory = memory,
      .handleType = type,
   };
   PFN_vkGetMemoryFdKHR get_fd =
      (PFN_vkGetMemoryFdKHR)vkGetDeviceProcAddr(device->handle, "vkGetMemoryFdKHR");
   *fd = -1;
   return get_fd(device->handle, &info, fd);
}

VkResult
import_memory(const struct device *device, VkBuffer buffer, VkExternalMemoryHandleTypeFlagBits type, int fd,
              VkDeviceMemory *memory)
{
   uint32_t allowed = UINT32_MAX;
   if (is_dma_buf(type)) {
      /* The specification gives an opaque descriptor no properties to ask for. */
      PFN_vkGetMemoryFdPropertiesKHR get_properties =
         (PFN_vkGetMemoryFdPropertiesKHR)vkGetDeviceProcAddr(device->handle, "vkGetMemoryFdPropertiesKHR");
      VkMemoryFdPropertiesKHR properties = {.sType = VK_STRUCTURE_TYPE_MEMORY_FD_PROPERTIES_KHR};
      const VkResult result = get_properties(device->handle, type, fd, &properties);
      if (result != VK_SUCCESS)
         return result;
      allowed = properties.memoryTypeBits;
   }
   const VkImportMemoryFdInfoKHR imported = {
      .sType = VK_STRUCTURE_TYPE_IMPORT_MEMORY_FD_INFO_KHR,
      .handleType = type,
      .fd = fd,
   };
   return allocate_for(device, buffer, allowed, &imported, memory);
}
