/* Memory that is refused, leaks, or is not the one that the guest maps. */
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../fault.h"

/* A descriptor of other memory of the same size: what the guest maps is not what the device uses. */
static int
other_memory(int fd, int fill)
{
   struct stat about;
   if (fstat(fd, &about) != 0)
      return fd;
   const int other = memfd_create("other", MFD_CLOEXEC);
   if (other < 0 || ftruncate(other, about.st_size) != 0)
      return fd;
   if (fill) {
      char page[4096];
      for (size_t i = 0; i < sizeof(page); i++)
         page[i] = (char)fill;
      for (off_t at = 0; at < about.st_size; at += (off_t)sizeof(page)) {
         if (pwrite(other, page, sizeof(page), at) < 0)
            break;
      }
   }
   close(fd);
   return other;
}

static VKAPI_ATTR VkResult VKAPI_CALL
memory_zero(VkDevice device, const VkMemoryGetFdInfoKHR *info, int *fd)
{
   const VkResult result = NEXT(vkGetMemoryFdKHR)(device, info, fd);
   if (result == VK_SUCCESS)
      *fd = other_memory(*fd, 0);
   return result;
}

static VKAPI_ATTR VkResult VKAPI_CALL
memory_stale(VkDevice device, const VkMemoryGetFdInfoKHR *info, int *fd)
{
   const VkResult result = NEXT(vkGetMemoryFdKHR)(device, info, fd);
   if (result == VK_SUCCESS)
      *fd = other_memory(*fd, 0xa5);
   return result;
}

#define SHIFT 4096u

static VKAPI_ATTR VkResult VKAPI_CALL
allocate_more(VkDevice device, const VkMemoryAllocateInfo *info, const VkAllocationCallbacks *alloc,
              VkDeviceMemory *memory)
{
   VkMemoryAllocateInfo changed = *info;
   changed.allocationSize += SHIFT;
   return NEXT(vkAllocateMemory)(device, &changed, alloc, memory);
}

static VKAPI_ATTR VkResult VKAPI_CALL
bind_shifted(VkDevice device, VkBuffer buffer, VkDeviceMemory memory, VkDeviceSize offset)
{
   return NEXT(vkBindBufferMemory)(device, buffer, memory, offset + SHIFT);
}

static VKAPI_ATTR VkResult VKAPI_CALL
bind2_shifted(VkDevice device, uint32_t count, const VkBindBufferMemoryInfo *infos)
{
   for (uint32_t i = 0; i < count; i++) {
      VkBindBufferMemoryInfo changed = infos[i];
      changed.memoryOffset += SHIFT;
      const VkResult result = NEXT(vkBindBufferMemory2)(device, 1, &changed);
      if (result != VK_SUCCESS)
         return result;
   }
   return VK_SUCCESS;
}

static VKAPI_ATTR VkResult VKAPI_CALL
allocation_refused(VkDevice device, const VkMemoryAllocateInfo *info, const VkAllocationCallbacks *alloc,
                   VkDeviceMemory *memory)
{
   /* A driver under pressure: small allocations still succeed. */
   if (info->allocationSize > 65536)
      return VK_ERROR_OUT_OF_DEVICE_MEMORY;
   return NEXT(vkAllocateMemory)(device, info, alloc, memory);
}

static VKAPI_ATTR void VKAPI_CALL
memory_leaks(VkDevice device, VkDeviceMemory memory, const VkAllocationCallbacks *alloc)
{
   (void)device, (void)memory, (void)alloc;
}

static VKAPI_ATTR VkResult VKAPI_CALL
descriptors_leak(VkDevice device, const VkMemoryGetFdInfoKHR *info, int *fd)
{
   const VkResult result = NEXT(vkGetMemoryFdKHR)(device, info, fd);
   for (int i = 0; result == VK_SUCCESS && i < 16; i++)
      (void)!dup(*fd);
   return result;
}

static VKAPI_ATTR VkResult VKAPI_CALL
export_refused(VkDevice device, const VkMemoryGetFdInfoKHR *info, int *fd)
{
   (void)device, (void)info;
   *fd = -1;
   return VK_ERROR_TOO_MANY_OBJECTS;
}

static VKAPI_ATTR void VKAPI_CALL
not_coherent(VkPhysicalDevice physical, VkPhysicalDeviceMemoryProperties2 *properties)
{
   NEXT(vkGetPhysicalDeviceMemoryProperties2)(physical, properties);
   for (uint32_t i = 0; i < properties->memoryProperties.memoryTypeCount; i++)
      properties->memoryProperties.memoryTypes[i].propertyFlags &=
         ~(VkMemoryPropertyFlags)(VK_MEMORY_PROPERTY_HOST_COHERENT_BIT | VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT);
}

static VKAPI_ATTR void VKAPI_CALL
not_coherent_1(VkPhysicalDevice physical, VkPhysicalDeviceMemoryProperties *properties)
{
   VkPhysicalDeviceMemoryProperties2 all = { .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_MEMORY_PROPERTIES_2 };
   not_coherent(physical, &all);
   *properties = all.memoryProperties;
}

const struct fault memory_faults[] = {
   { "memory-zero", { HOOK(vkGetMemoryFdKHR, memory_zero) } },
   { "memory-stale", { HOOK(vkGetMemoryFdKHR, memory_stale) } },
   { "memory-shifted",
     { HOOK(vkAllocateMemory, allocate_more), HOOK(vkBindBufferMemory, bind_shifted),
       HOOK(vkBindBufferMemory2, bind2_shifted) } },
   { "allocation-refused", { HOOK(vkAllocateMemory, allocation_refused) } },
   { "memory-leaks", { HOOK(vkFreeMemory, memory_leaks) } },
   { "descriptors-leak", { HOOK(vkGetMemoryFdKHR, descriptors_leak) } },
   { "export-refused", { HOOK(vkGetMemoryFdKHR, export_refused) } },
   { "no-host-visible-memory",
     { HOOK(vkGetPhysicalDeviceMemoryProperties2, not_coherent),
       HOOK(vkGetPhysicalDeviceMemoryProperties, not_coherent_1) } },
   { 0 },
};
