/* What was allocated: by its place in a table, oldest overwritten. For faults that must know how large a memory is. */
#include <stdatomic.h>
#include <stddef.h>

#include "fault.h"

#define MAX_ALLOCATIONS 4096u
static struct allocation allocations[MAX_ALLOCATIONS];
static atomic_uint allocated;

VKAPI_ATTR VkResult VKAPI_CALL
allocate_and_note(VkDevice device, const VkMemoryAllocateInfo *info, const VkAllocationCallbacks *alloc,
                  VkDeviceMemory *memory)
{
   const VkResult result = NEXT(vkAllocateMemory)(device, info, alloc, memory);
   if (result == VK_SUCCESS) {
      struct allocation *const noted = &allocations[atomic_fetch_add(&allocated, 1) % MAX_ALLOCATIONS];
      noted->size = info->allocationSize;
      noted->type = info->memoryTypeIndex;
      noted->memory = *memory;
   }
   return result;
}

const struct allocation *
find_allocation(VkDeviceMemory memory)
{
   /* The latest first: a driver gives handles out again. */
   for (unsigned i = allocated, left = MAX_ALLOCATIONS; left > 0; left--) {
      const struct allocation *const noted = &allocations[--i % MAX_ALLOCATIONS];
      if (noted->memory == memory)
         return noted;
   }
   return NULL;
}
