/*
 * The version, the extensions and the features that a device reports agree: what a version or an extension requires is
 * there. An application that sees one and relies on the other must not be wrong.
 */
#include <stdio.h>

#include "device_options.h"

struct promise {
   const char *feature;
   /* The extension that requires the feature; NULL where there is none that does. */
   const char *extension;
   /* The version that requires it; 0 where none does. */
   uint32_t version;
   VkBool32 supported;
};

static void
check_promise(VkPhysicalDevice physical, uint32_t version, const struct promise *promise)
{
   const bool by_version = promise->version && version >= promise->version;
   const bool by_extension = promise->extension && device_has_extension(physical, promise->extension);
   char reason[128];
   if (by_version)
      snprintf(reason, sizeof(reason), "Vulkan %u.%u requires it", VK_API_VERSION_MAJOR(promise->version),
               VK_API_VERSION_MINOR(promise->version));
   else
      snprintf(reason, sizeof(reason), "%s requires it", promise->extension);
   if (by_version || by_extension)
      check(promise->feature, promise->supported, "the feature is absent, though %s", reason);
}

static void
check_features(VkPhysicalDevice physical, uint32_t version)
{
#define FEATURES(name, type, tail)                                                                                     \
   VkPhysicalDevice##name##Features name = {.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_##type##_FEATURES, .pNext = tail}
   FEATURES(Vulkan11, VULKAN_1_1, NULL);
   FEATURES(Vulkan12, VULKAN_1_2, &Vulkan11);
   FEATURES(DynamicRendering, DYNAMIC_RENDERING, &Vulkan12);
   FEATURES(Synchronization2, SYNCHRONIZATION_2, &DynamicRendering);
   FEATURES(Maintenance4, MAINTENANCE_4, &Synchronization2);
   FEATURES(PrivateData, PRIVATE_DATA, &Maintenance4);
   FEATURES(InlineUniformBlock, INLINE_UNIFORM_BLOCK, &PrivateData);
   FEATURES(SubgroupSizeControl, SUBGROUP_SIZE_CONTROL, &InlineUniformBlock);
   VkPhysicalDeviceFeatures2 all = {.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_FEATURES_2, .pNext = &SubgroupSizeControl};
   vkGetPhysicalDeviceFeatures2(physical, &all);

   const struct promise promises[] = {
      {"robustBufferAccess", NULL, VK_API_VERSION_1_0, all.features.robustBufferAccess},
      {"multiview", "VK_KHR_multiview", VK_API_VERSION_1_1, Vulkan11.multiview},
      {"imagelessFramebuffer", "VK_KHR_imageless_framebuffer", VK_API_VERSION_1_2, Vulkan12.imagelessFramebuffer},
      {"hostQueryReset", "VK_EXT_host_query_reset", VK_API_VERSION_1_2, Vulkan12.hostQueryReset},
      {"timelineSemaphore", "VK_KHR_timeline_semaphore", VK_API_VERSION_1_2, Vulkan12.timelineSemaphore},
      {"uniformBufferStandardLayout", "VK_KHR_uniform_buffer_standard_layout", VK_API_VERSION_1_2,
       Vulkan12.uniformBufferStandardLayout},
      {"separateDepthStencilLayouts", "VK_KHR_separate_depth_stencil_layouts", VK_API_VERSION_1_2,
       Vulkan12.separateDepthStencilLayouts},
      {"shaderSubgroupExtendedTypes", "VK_KHR_shader_subgroup_extended_types", VK_API_VERSION_1_2,
       Vulkan12.shaderSubgroupExtendedTypes},
      {"bufferDeviceAddress", "VK_KHR_buffer_device_address", VK_API_VERSION_1_3, Vulkan12.bufferDeviceAddress},
      {"vulkanMemoryModel", "VK_KHR_vulkan_memory_model", VK_API_VERSION_1_3, Vulkan12.vulkanMemoryModel},
      {"samplerMirrorClampToEdge", "VK_KHR_sampler_mirror_clamp_to_edge", 0, Vulkan12.samplerMirrorClampToEdge},
      {"drawIndirectCount", "VK_KHR_draw_indirect_count", 0, Vulkan12.drawIndirectCount},
      {"dynamicRendering", "VK_KHR_dynamic_rendering", VK_API_VERSION_1_3, DynamicRendering.dynamicRendering},
      {"synchronization2", "VK_KHR_synchronization2", VK_API_VERSION_1_3, Synchronization2.synchronization2},
      {"maintenance4", "VK_KHR_maintenance4", VK_API_VERSION_1_3, Maintenance4.maintenance4},
      {"privateData", "VK_EXT_private_data", VK_API_VERSION_1_3, PrivateData.privateData},
      {"inlineUniformBlock", "VK_EXT_inline_uniform_block", VK_API_VERSION_1_3, InlineUniformBlock.inlineUniformBlock},
      {"subgroupSizeControl", "VK_EXT_subgroup_size_control", VK_API_VERSION_1_3,
       SubgroupSizeControl.subgroupSizeControl},
   };
   for (uint32_t i = 0; i < sizeof(promises) / sizeof(promises[0]); i++)
      check_promise(physical, version, &promises[i]);
}

/* What was taken into Vulkan 1.1 or 1.2 need not be listed any more; everything else that an extension builds on must be. */
static void
check_dependencies(VkPhysicalDevice physical)
{
   static const struct {
      const char *extension, *needs;
   } dependencies[] = {
      {"VK_EXT_external_memory_dma_buf", "VK_KHR_external_memory_fd"},
      {"VK_EXT_graphics_pipeline_library", "VK_KHR_pipeline_library"},
      {"VK_KHR_acceleration_structure", "VK_KHR_deferred_host_operations"},
      {"VK_KHR_incremental_present", "VK_KHR_swapchain"},
      {"VK_KHR_present_wait", "VK_KHR_present_id"},
      {"VK_KHR_ray_query", "VK_KHR_acceleration_structure"},
      {"VK_KHR_swapchain_mutable_format", "VK_KHR_swapchain"},
   };
   for (uint32_t i = 0; i < sizeof(dependencies) / sizeof(dependencies[0]); i++) {
      if (device_has_extension(physical, dependencies[i].extension))
         check(dependencies[i].extension, device_has_extension(physical, dependencies[i].needs),
               "it needs %s, which is not offered", dependencies[i].needs);
   }
}

static void
run(void)
{
   VkInstance instance = create_instance(NULL, 0);
   VkPhysicalDevice physical = pick_physical_device(instance);
   VkPhysicalDeviceProperties properties;
   vkGetPhysicalDeviceProperties(physical, &properties);
   const uint32_t version = properties.apiVersion;
   must(check("apiVersion", version >= VK_API_VERSION_1_2, "the device reports Vulkan %u.%u, below 1.2",
              VK_API_VERSION_MAJOR(version), VK_API_VERSION_MINOR(version)));
   check_features(physical, version);
   check_dependencies(physical);
   vkDestroyInstance(instance, NULL);
}

const struct probe this_probe = {
   .id = "protocol/api-version",
   .title = "What the reported version and extensions require, the features hold",
   .run = run,
};
