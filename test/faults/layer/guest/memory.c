/* Mappings and allocations that the guest's driver gets wrong. */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../fault.h"

#define COPY_BYTES ((size_t)4 << 20)

/* Other memory than the device's each time: what is written to it goes nowhere. */
static VKAPI_ATTR VkResult VKAPI_CALL
map_a_copy(VkDevice device, VkDeviceMemory memory, VkDeviceSize offset, VkDeviceSize size, VkMemoryMapFlags flags,
           void **data)
{
   const VkResult result = NEXT(vkMapMemory)(device, memory, offset, size, flags, data);
   if (result == VK_SUCCESS)
      *data = calloc(1, COPY_BYTES);
   return result;
}

/* All live mappings begin where the first one does. */
static VKAPI_ATTR VkResult VKAPI_CALL
map_one_place(VkDevice device, VkDeviceMemory memory, VkDeviceSize offset, VkDeviceSize size, VkMemoryMapFlags flags,
              void **data)
{
   static void *first;
   const VkResult result = NEXT(vkMapMemory)(device, memory, offset, size, flags, data);
   if (!first)
      first = *data;
   *data = first;
   return result;
}

static long
page_size(void)
{
   return sysconf(_SC_PAGESIZE);
}

/* What lies behind a memory of one page belongs to somebody else. */
static bool
has_two_pages(VkDeviceMemory memory, const void *data)
{
   const size_t page = (size_t)page_size();
   const struct allocation *const found = find_allocation(memory);
   return found && found->size > page && (uintptr_t)data % page == 0;
}

/* A mapping can be read and not written. */
static VKAPI_ATTR VkResult VKAPI_CALL
map_read_only(VkDevice device, VkDeviceMemory memory, VkDeviceSize offset, VkDeviceSize size, VkMemoryMapFlags flags,
              void **data)
{
   const VkResult result = NEXT(vkMapMemory)(device, memory, offset, size, flags, data);
   if (result == VK_SUCCESS)
      mprotect((void *)((uintptr_t)*data & ~(uintptr_t)(page_size() - 1)), (size_t)page_size(), PROT_READ);
   return result;
}

/* Only the first page is there. */
static VKAPI_ATTR VkResult VKAPI_CALL
map_short(VkDevice device, VkDeviceMemory memory, VkDeviceSize offset, VkDeviceSize size, VkMemoryMapFlags flags,
          void **data)
{
   const size_t page = (size_t)page_size();
   const VkResult result = NEXT(vkMapMemory)(device, memory, offset, size, flags, data);
   if (result == VK_SUCCESS && has_two_pages(memory, *data))
      mprotect((unsigned char *)*data + page, page, PROT_NONE);
   return result;
}

/* The first two pages of a mapping are one page of other memory. */
static VKAPI_ATTR VkResult VKAPI_CALL
map_folded(VkDevice device, VkDeviceMemory memory, VkDeviceSize offset, VkDeviceSize size, VkMemoryMapFlags flags,
            void **data)
{
   const VkResult result = NEXT(vkMapMemory)(device, memory, offset, size, flags, data);
   if (result != VK_SUCCESS)
      return result;
   const size_t page = (size_t)page_size();
   const int fd = memfd_create("folded", 0);
   if (fd >= 0 && ftruncate(fd, (off_t)page) == 0 && has_two_pages(memory, *data)) {
      mmap(*data, page, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, fd, 0);
      mmap((unsigned char *)*data + page, page, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, fd, 0);
   }
   close(fd);
   return result;
}

static VKAPI_ATTR VkResult VKAPI_CALL
refusal_unclean(VkDevice device, const VkMemoryAllocateInfo *info, const VkAllocationCallbacks *alloc,
                VkDeviceMemory *memory)
{
   const VkResult result = NEXT(vkAllocateMemory)(device, info, alloc, memory);
   return result == VK_SUCCESS ? VK_SUCCESS : VK_ERROR_UNKNOWN;
}

static VKAPI_ATTR VkResult VKAPI_CALL
map_refusal_unclean(VkDevice device, VkDeviceMemory memory, VkDeviceSize offset, VkDeviceSize size,
                    VkMemoryMapFlags flags, void **data)
{
   const VkResult result = NEXT(vkMapMemory)(device, memory, offset, size, flags, data);
   return result == VK_SUCCESS ? VK_SUCCESS : VK_ERROR_UNKNOWN;
}

static VKAPI_ATTR VkResult VKAPI_CALL
hundred_allocations(VkDevice device, const VkMemoryAllocateInfo *info, const VkAllocationCallbacks *alloc,
                    VkDeviceMemory *memory)
{
   static unsigned allocations;
   if (++allocations > 100)
      return VK_ERROR_UNKNOWN;
   return NEXT(vkAllocateMemory)(device, info, alloc, memory);
}

static VKAPI_ATTR void VKAPI_CALL
never_freed(VkDevice device, VkDeviceMemory memory, const VkAllocationCallbacks *alloc)
{
   (void)device, (void)memory, (void)alloc;
}

/* External memory that has only its name of it: what leaves is a file of one page, what comes in is other memory. */
static VKAPI_ATTR void VKAPI_CALL
claim_external(VkPhysicalDevice physical, const VkPhysicalDeviceExternalBufferInfo *info,
               VkExternalBufferProperties *properties)
{
   NEXT(vkGetPhysicalDeviceExternalBufferProperties)(physical, info, properties);
   properties->externalMemoryProperties.externalMemoryFeatures =
      VK_EXTERNAL_MEMORY_FEATURE_EXPORTABLE_BIT | VK_EXTERNAL_MEMORY_FEATURE_IMPORTABLE_BIT;
}

static VKAPI_ATTR VkResult VKAPI_CALL
allocate_plain(VkDevice device, const VkMemoryAllocateInfo *info, const VkAllocationCallbacks *alloc,
               VkDeviceMemory *memory)
{
   VkMemoryAllocateInfo plain = *info;
   plain.pNext = NULL;
   return NEXT(vkAllocateMemory)(device, &plain, alloc, memory);
}

static VKAPI_ATTR VkResult VKAPI_CALL
create_plain_buffer(VkDevice device, const VkBufferCreateInfo *info, const VkAllocationCallbacks *alloc,
                    VkBuffer *buffer)
{
   VkBufferCreateInfo plain = *info;
   plain.pNext = NULL;
   return NEXT(vkCreateBuffer)(device, &plain, alloc, buffer);
}

static VKAPI_ATTR VkResult VKAPI_CALL
export_page(VkDevice device, const VkMemoryGetFdInfoKHR *info, int *fd)
{
   (void)device, (void)info;
   *fd = memfd_create("dma-buf", MFD_CLOEXEC);
   return *fd >= 0 && ftruncate(*fd, page_size()) == 0 ? VK_SUCCESS : VK_ERROR_TOO_MANY_OBJECTS;
}

static VKAPI_ATTR VkResult VKAPI_CALL
any_type(VkDevice device, VkExternalMemoryHandleTypeFlagBits type, int fd, VkMemoryFdPropertiesKHR *properties)
{
   (void)device, (void)type, (void)fd;
   properties->memoryTypeBits = UINT32_MAX;
   return VK_SUCCESS;
}

extern const struct fault memory_faults[];
const struct fault memory_faults[] = {
   { "guest-map-is-a-copy", { HOOK(vkMapMemory, map_a_copy) } },
   { "guest-maps-share-a-place", { HOOK(vkMapMemory, map_one_place) } },
   { "guest-map-read-only", { HOOK(vkMapMemory, map_read_only) } },
   { "guest-map-short", { HOOK(vkAllocateMemory, allocate_and_note), HOOK(vkMapMemory, map_short) } },
   { "guest-map-folded", { HOOK(vkAllocateMemory, allocate_and_note), HOOK(vkMapMemory, map_folded) } },
   { "guest-refusal-unclean",
     { HOOK(vkAllocateMemory, refusal_unclean), HOOK(vkMapMemory, map_refusal_unclean) } },
   { "guest-hundred-allocations", { HOOK(vkAllocateMemory, hundred_allocations) } },
   { "guest-memory-leaks", { HOOK(vkFreeMemory, never_freed) } },
   { "guest-external-memory-false",
     { HOOK(vkGetPhysicalDeviceExternalBufferProperties, claim_external), HOOK(vkAllocateMemory, allocate_plain),
       HOOK(vkCreateBuffer, create_plain_buffer), HOOK(vkGetMemoryFdKHR, export_page),
       HOOK(vkGetMemoryFdPropertiesKHR, any_type) } },
   { 0 },
};
