/*
 * A Vulkan layer with one planted fault at a time: on the host between virgl_render_server (or a probe without a VM) and
 * the driver, in the guest between a program and Venus. The environment variable VENUS_SUITE_FAULT names the fault, or
 * the file that VENUS_SUITE_FAULT_FILE names does; `none` breaks nothing.
 */
#ifndef FAULT_H
#define FAULT_H

#include <stdbool.h>

#include <vulkan/vulkan.h>

/* A function of Vulkan's, and what stands in its place while the fault is chosen. */
struct hook {
   const char *function;
   PFN_vkVoidFunction replacement;
};

#define MAX_HOOKS 8
struct fault {
   const char *name;
   /* Ends with an entry without a function, where it is not full. */
   struct hook hooks[MAX_HOOKS];
};

#define HOOK(vulkan_function, own) { #vulkan_function, (PFN_vkVoidFunction)(own) }

/* Each list ends with an entry without a name, and the lists with NULL: host/list.c and guest/list.c. */
extern const struct fault *const all_faults[];

/*
 * The function of the next layer or the driver. A process has all its devices of one driver, so that the latest device's
 * function serves them all.
 */
PFN_vkVoidFunction next_function(const char *name);
#define NEXT(function) ((PFN_##function)next_function(#function))

/* What vkCreateInstance and its like do without a fault; for faults that change what they are given, or come after. */
VKAPI_ATTR VkResult VKAPI_CALL chain_create_instance(const VkInstanceCreateInfo *info,
                                                     const VkAllocationCallbacks *alloc, VkInstance *instance);
VKAPI_ATTR VkResult VKAPI_CALL chain_create_device(VkPhysicalDevice physical, const VkDeviceCreateInfo *info,
                                                   const VkAllocationCallbacks *alloc, VkDevice *device);
VKAPI_ATTR void VKAPI_CALL chain_destroy_device(VkDevice device, const VkAllocationCallbacks *alloc);

/* Of allocations.c. */
struct allocation {
   VkDeviceMemory memory;
   VkDeviceSize size;
   uint32_t type;
};
VKAPI_ATTR VkResult VKAPI_CALL allocate_and_note(VkDevice device, const VkMemoryAllocateInfo *info,
                                                 const VkAllocationCallbacks *alloc, VkDeviceMemory *memory);
/* NULL for one that was not noted. */
const struct allocation *find_allocation(VkDeviceMemory memory);

/* Of hang.c. */
_Noreturn void hang(void);
VKAPI_ATTR VkResult VKAPI_CALL queue_idle_hangs(VkQueue queue);
VKAPI_ATTR VkResult VKAPI_CALL device_idle_hangs(VkDevice device);

#endif
