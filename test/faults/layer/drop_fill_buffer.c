/*
 * A Vulkan layer that breaks one thing: vkCmdFillBuffer does nothing.
 *
 * Enabled on the host between virgl_render_server and the host driver, it loses the writes by which Venus' fence
 * feedback tells the guest that a fence has signalled, while the fence itself still signals.
 */
#include <stdlib.h>
#include <string.h>

#include <vulkan/vk_layer.h>
#include <vulkan/vulkan.h>

#define EXPORT __attribute__((visibility("default")))

/* One renderer process has one instance, so the next entry points of the chain need no table. */
static PFN_vkGetInstanceProcAddr next_instance_proc;
static PFN_vkGetDeviceProcAddr next_device_proc;

static VKAPI_ATTR void VKAPI_CALL
drop_fill_buffer(VkCommandBuffer cmd, VkBuffer buffer, VkDeviceSize offset, VkDeviceSize size, uint32_t data)
{
   (void)cmd;
   (void)buffer;
   (void)offset;
   (void)size;
   (void)data;
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

static VKAPI_ATTR VkResult VKAPI_CALL
create_instance(const VkInstanceCreateInfo *info, const VkAllocationCallbacks *alloc, VkInstance *instance)
{
   VkLayerInstanceCreateInfo *link =
      (VkLayerInstanceCreateInfo *)find_link(info->pNext, VK_STRUCTURE_TYPE_LOADER_INSTANCE_CREATE_INFO);
   if (!link)
      return VK_ERROR_INITIALIZATION_FAILED;
   next_instance_proc = link->u.pLayerInfo->pfnNextGetInstanceProcAddr;
   link->u.pLayerInfo = link->u.pLayerInfo->pNext;
   PFN_vkCreateInstance create = (PFN_vkCreateInstance)next_instance_proc(NULL, "vkCreateInstance");
   return create(info, alloc, instance);
}

static VKAPI_ATTR VkResult VKAPI_CALL
create_device(VkPhysicalDevice physical, const VkDeviceCreateInfo *info, const VkAllocationCallbacks *alloc,
              VkDevice *device)
{
   VkLayerDeviceCreateInfo *link =
      (VkLayerDeviceCreateInfo *)find_link(info->pNext, VK_STRUCTURE_TYPE_LOADER_DEVICE_CREATE_INFO);
   if (!link)
      return VK_ERROR_INITIALIZATION_FAILED;
   next_device_proc = link->u.pLayerInfo->pfnNextGetDeviceProcAddr;
   PFN_vkGetInstanceProcAddr instance_proc = link->u.pLayerInfo->pfnNextGetInstanceProcAddr;
   link->u.pLayerInfo = link->u.pLayerInfo->pNext;
   PFN_vkCreateDevice create = (PFN_vkCreateDevice)instance_proc(NULL, "vkCreateDevice");
   return create(physical, info, alloc, device);
}

static VKAPI_ATTR PFN_vkVoidFunction VKAPI_CALL
device_proc(VkDevice device, const char *name)
{
   if (strcmp(name, "vkGetDeviceProcAddr") == 0)
      return (PFN_vkVoidFunction)device_proc;
   if (strcmp(name, "vkCmdFillBuffer") == 0)
      return (PFN_vkVoidFunction)drop_fill_buffer;
   return next_device_proc(device, name);
}

static VKAPI_ATTR PFN_vkVoidFunction VKAPI_CALL
instance_proc(VkInstance instance, const char *name)
{
   static const struct {
      const char *name;
      PFN_vkVoidFunction function;
   } own[] = {
      { "vkGetInstanceProcAddr", (PFN_vkVoidFunction)instance_proc },
      { "vkGetDeviceProcAddr", (PFN_vkVoidFunction)device_proc },
      { "vkCreateInstance", (PFN_vkVoidFunction)create_instance },
      { "vkCreateDevice", (PFN_vkVoidFunction)create_device },
      { "vkCmdFillBuffer", (PFN_vkVoidFunction)drop_fill_buffer },
   };
   for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++) {
      if (strcmp(name, own[i].name) == 0)
         return own[i].function;
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
