/* The layer's link in the loader's chain: it passes everything on but what the chosen fault replaces. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <vulkan/vk_layer.h>

#include "fault.h"

#define EXPORT __attribute__((visibility("default")))

static PFN_vkGetInstanceProcAddr next_instance_proc;
static PFN_vkGetDeviceProcAddr next_device_proc;
static VkInstance latest_instance;
static VkDevice latest_device;

static const struct fault *
find_fault(const char *name)
{
   for (size_t list = 0; all_faults[list]; list++) {
      for (const struct fault *fault = all_faults[list]; fault->name; fault++) {
         if (strcmp(fault->name, name) == 0)
            return fault;
      }
   }
   return NULL;
}

/* The first word of the file that VENUS_SUITE_FAULT_FILE names: it can change while a VM runs. */
static bool
read_fault_file(char *name, size_t size)
{
   const char *path = getenv("VENUS_SUITE_FAULT_FILE");
   FILE *file = path ? fopen(path, "r") : NULL;
   if (!file)
      return false;
   const bool read = fgets(name, (int)size, file) != NULL;
   fclose(file);
   name[strcspn(name, "\n")] = 0;
   return read;
}

/* Chosen once a process: a renderer's worker lives as long as its one context. */
static const struct fault *
chosen_fault(void)
{
   static const struct fault *chosen;
   static const struct fault none = { .name = "none" };
   if (chosen)
      return chosen;
   char from_file[64];
   const char *name = getenv("VENUS_SUITE_FAULT");
   if (!name && read_fault_file(from_file, sizeof(from_file)))
      name = from_file;
   chosen = !name ? NULL : strcmp(name, none.name) == 0 ? &none : find_fault(name);
   if (!chosen) {
      fprintf(stderr, "the layer of planted faults knows no fault “%s”\n", name ? name : "");
      abort();
   }
   return chosen;
}

static PFN_vkVoidFunction
replacement_of(const char *name)
{
   const struct fault *fault = chosen_fault();
   for (size_t i = 0; i < MAX_HOOKS && fault->hooks[i].function; i++) {
      if (strcmp(fault->hooks[i].function, name) == 0)
         return fault->hooks[i].replacement;
   }
   return NULL;
}

PFN_vkVoidFunction
next_function(const char *name)
{
   /* A driver hides what was taken into a version that the instance did not ask for, and has it under its first name. */
   char extension_name[128];
   snprintf(extension_name, sizeof(extension_name), "%sKHR", name);
   PFN_vkVoidFunction function = latest_device ? next_device_proc(latest_device, name) : NULL;
   if (!function && latest_device)
      function = next_device_proc(latest_device, extension_name);
   return function ? function : next_instance_proc(latest_instance, name);
}

/* The loader hands each layer its link of the chain in pNext. */
static const void *
find_link(const void *next, VkStructureType type)
{
   for (const VkBaseInStructure *s = next; s; s = s->pNext) {
      /* Instance and device links share this layout up to `function`. */
      if (s->sType == type && ((const VkLayerInstanceCreateInfo *)(const void *)s)->function == VK_LAYER_LINK_INFO)
         return s;
   }
   return NULL;
}

VKAPI_ATTR VkResult VKAPI_CALL
chain_create_instance(const VkInstanceCreateInfo *info, const VkAllocationCallbacks *alloc, VkInstance *instance)
{
   VkLayerInstanceCreateInfo *link =
      (VkLayerInstanceCreateInfo *)find_link(info->pNext, VK_STRUCTURE_TYPE_LOADER_INSTANCE_CREATE_INFO);
   if (!link)
      return VK_ERROR_INITIALIZATION_FAILED;
   next_instance_proc = link->u.pLayerInfo->pfnNextGetInstanceProcAddr;
   link->u.pLayerInfo = link->u.pLayerInfo->pNext;
   const VkResult result = ((PFN_vkCreateInstance)next_instance_proc(NULL, "vkCreateInstance"))(info, alloc, instance);
   if (result == VK_SUCCESS)
      latest_instance = *instance;
   return result;
}

VKAPI_ATTR VkResult VKAPI_CALL
chain_create_device(VkPhysicalDevice physical, const VkDeviceCreateInfo *info, const VkAllocationCallbacks *alloc,
                    VkDevice *device)
{
   VkLayerDeviceCreateInfo *link =
      (VkLayerDeviceCreateInfo *)find_link(info->pNext, VK_STRUCTURE_TYPE_LOADER_DEVICE_CREATE_INFO);
   if (!link)
      return VK_ERROR_INITIALIZATION_FAILED;
   next_device_proc = link->u.pLayerInfo->pfnNextGetDeviceProcAddr;
   PFN_vkGetInstanceProcAddr instance_proc = link->u.pLayerInfo->pfnNextGetInstanceProcAddr;
   link->u.pLayerInfo = link->u.pLayerInfo->pNext;
   PFN_vkCreateDevice create = (PFN_vkCreateDevice)instance_proc(latest_instance, "vkCreateDevice");
   const VkResult result = create(physical, info, alloc, device);
   if (result == VK_SUCCESS)
      latest_device = *device;
   return result;
}

VKAPI_ATTR void VKAPI_CALL
chain_destroy_device(VkDevice device, const VkAllocationCallbacks *alloc)
{
   PFN_vkDestroyDevice destroy = (PFN_vkDestroyDevice)next_device_proc(device, "vkDestroyDevice");
   if (device == latest_device)
      latest_device = VK_NULL_HANDLE;
   destroy(device, alloc);
}

static VKAPI_ATTR PFN_vkVoidFunction VKAPI_CALL
device_proc(VkDevice device, const char *name)
{
   if (strcmp(name, "vkGetDeviceProcAddr") == 0)
      return (PFN_vkVoidFunction)device_proc;
   PFN_vkVoidFunction replacement = replacement_of(name);
   if (strcmp(name, "vkDestroyDevice") == 0)
      return replacement ? replacement : (PFN_vkVoidFunction)chain_destroy_device;
   PFN_vkVoidFunction next = next_device_proc(device, name);
   /* What the driver does not have stays absent. */
   return next && replacement ? replacement : next;
}

static VKAPI_ATTR PFN_vkVoidFunction VKAPI_CALL
instance_proc(VkInstance instance, const char *name)
{
   PFN_vkVoidFunction replacement = replacement_of(name);
   if (replacement)
      return replacement;
   static const struct hook own[] = {
      HOOK(vkGetInstanceProcAddr, instance_proc),   HOOK(vkGetDeviceProcAddr, device_proc),
      HOOK(vkCreateInstance, chain_create_instance), HOOK(vkCreateDevice, chain_create_device),
      HOOK(vkDestroyDevice, chain_destroy_device),
   };
   for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++) {
      if (strcmp(name, own[i].function) == 0)
         return own[i].replacement;
   }
   return next_instance_proc ? next_instance_proc(instance, name) : NULL;
}

EXPORT VKAPI_ATTR VkResult VKAPI_CALL
vkNegotiateLoaderLayerInterfaceVersion(VkNegotiateLayerInterface *negotiation)
{
   if (negotiation->loaderLayerInterfaceVersion > 2)
      negotiation->loaderLayerInterfaceVersion = 2;
   negotiation->pfnGetInstanceProcAddr = instance_proc;
   negotiation->pfnGetDeviceProcAddr = device_proc;
   negotiation->pfnGetPhysicalDeviceProcAddr = NULL;
   return VK_SUCCESS;
}
