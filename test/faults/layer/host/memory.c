/* Memory that is refused, leaks, or is not the one that the guest maps. */
#include <stdatomic.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "../fault.h"
#include "in-renderer.h"

/*
 * The descriptor of other memory of the same size: what the guest maps is not what the device uses. It must be the
 * driver's own kind of memory, since virglrenderer imports it to map it.
 */
static VkResult
export_other(VkDevice device, const VkMemoryGetFdInfoKHR *info, int fill, int *fd)
{
   const struct allocation *const found = find_allocation(info->memory);
   if (!found || !in_renderer())
      return NEXT(vkGetMemoryFdKHR)(device, info, fd);
   const VkExportMemoryAllocateInfo exported = {
      .sType = VK_STRUCTURE_TYPE_EXPORT_MEMORY_ALLOCATE_INFO,
      .handleTypes = info->handleType,
   };
   const VkMemoryAllocateInfo other_info = {
      .sType = VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_INFO,
      .pNext = &exported,
      .allocationSize = found->size,
      .memoryTypeIndex = found->type,
   };
   VkMemoryGetFdInfoKHR other = *info;
   void *bytes;
   VkResult result = NEXT(vkAllocateMemory)(device, &other_info, NULL, &other.memory);
   if (result == VK_SUCCESS)
      result = NEXT(vkMapMemory)(device, other.memory, 0, VK_WHOLE_SIZE, 0, &bytes);
   if (result != VK_SUCCESS)
      return result;
   memset(bytes, fill, found->size);
   NEXT(vkUnmapMemory)(device, other.memory);
   return NEXT(vkGetMemoryFdKHR)(device, &other, fd);
}

static VKAPI_ATTR VkResult VKAPI_CALL
memory_zero(VkDevice device, const VkMemoryGetFdInfoKHR *info, int *fd)
{
   return export_other(device, info, 0, fd);
}

static VKAPI_ATTR VkResult VKAPI_CALL
memory_stale(VkDevice device, const VkMemoryGetFdInfoKHR *info, int *fd)
{
   return export_other(device, info, 0xa5, fd);
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

/* A device with a gibibyte, so that a leak comes to its end before the machine does. */
static VKAPI_ATTR VkResult VKAPI_CALL
allocate_of_a_gibibyte(VkDevice device, const VkMemoryAllocateInfo *info, const VkAllocationCallbacks *alloc,
                       VkDeviceMemory *memory)
{
   static _Atomic VkDeviceSize taken;
   if (atomic_fetch_add(&taken, info->allocationSize) + info->allocationSize > (VkDeviceSize)1 << 30)
      return VK_ERROR_OUT_OF_DEVICE_MEMORY;
   return NEXT(vkAllocateMemory)(device, info, alloc, memory);
}

static VKAPI_ATTR VkResult VKAPI_CALL
descriptors_leak(VkDevice device, const VkMemoryGetFdInfoKHR *info, int *fd)
{
   /* What most systems let a process have; here it may be more. */
   const struct rlimit usual = { .rlim_cur = 1024, .rlim_max = 1024 };
   (void)setrlimit(RLIMIT_NOFILE, &usual);
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

extern const struct fault memory_faults[];
const struct fault memory_faults[] = {
   { "memory-zero", { HOOK(vkAllocateMemory, allocate_and_note), HOOK(vkGetMemoryFdKHR, memory_zero) } },
   { "memory-stale", { HOOK(vkAllocateMemory, allocate_and_note), HOOK(vkGetMemoryFdKHR, memory_stale) } },
   { "memory-shifted",
     { HOOK(vkAllocateMemory, allocate_more), HOOK(vkBindBufferMemory, bind_shifted),
       HOOK(vkBindBufferMemory2, bind2_shifted) } },
   { "allocation-refused", { HOOK(vkAllocateMemory, allocation_refused) } },
   { "memory-leaks", { HOOK(vkFreeMemory, memory_leaks), HOOK(vkAllocateMemory, allocate_of_a_gibibyte) } },
   { "descriptors-leak", { HOOK(vkGetMemoryFdKHR, descriptors_leak) } },
   { "export-refused", { HOOK(vkGetMemoryFdKHR, export_refused) } },
   { "no-host-visible-memory",
     { HOOK(vkGetPhysicalDeviceMemoryProperties2, not_coherent),
       HOOK(vkGetPhysicalDeviceMemoryProperties, not_coherent_1) } },
   { 0 },
};
