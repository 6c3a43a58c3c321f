/*
 * The device's features, limits and memory types, for the golden of the profile. The sizes of its heaps are left out:
 * they are the machine's.
 */
#include "device.h"
#include "json_file.h"

/* Names of the specification, so that a difference reads like it. */
#define FEATURES(X)                                                                                                    \
   X(robustBufferAccess) X(fullDrawIndexUint32) X(imageCubeArray) X(independentBlend) X(geometryShader)                \
   X(tessellationShader) X(sampleRateShading) X(dualSrcBlend) X(logicOp) X(multiDrawIndirect)                          \
   X(drawIndirectFirstInstance) X(depthClamp) X(depthBiasClamp) X(fillModeNonSolid) X(depthBounds) X(wideLines)        \
   X(largePoints) X(alphaToOne) X(multiViewport) X(samplerAnisotropy) X(textureCompressionETC2)                        \
   X(textureCompressionASTC_LDR) X(textureCompressionBC) X(occlusionQueryPrecise) X(pipelineStatisticsQuery)           \
   X(vertexPipelineStoresAndAtomics) X(fragmentStoresAndAtomics) X(shaderTessellationAndGeometryPointSize)             \
   X(shaderImageGatherExtended) X(shaderStorageImageExtendedFormats) X(shaderStorageImageMultisample)                  \
   X(shaderStorageImageReadWithoutFormat) X(shaderStorageImageWriteWithoutFormat)                                      \
   X(shaderUniformBufferArrayDynamicIndexing) X(shaderSampledImageArrayDynamicIndexing)                                \
   X(shaderStorageBufferArrayDynamicIndexing) X(shaderStorageImageArrayDynamicIndexing) X(shaderClipDistance)          \
   X(shaderCullDistance) X(shaderFloat64) X(shaderInt64) X(shaderInt16) X(shaderResourceResidency)                     \
   X(shaderResourceMinLod) X(sparseBinding) X(sparseResidencyBuffer) X(sparseResidencyImage2D)                         \
   X(sparseResidencyImage3D) X(sparseResidency2Samples) X(sparseResidency4Samples) X(sparseResidency8Samples)          \
   X(sparseResidency16Samples) X(sparseResidencyAliased) X(variableMultisampleRate) X(inheritedQueries)
#define LIMITS(X)                                                                                                      \
   X(maxImageDimension1D) X(maxImageDimension2D) X(maxImageDimension3D) X(maxImageDimensionCube)                       \
   X(maxImageArrayLayers) X(maxTexelBufferElements) X(maxUniformBufferRange) X(maxStorageBufferRange)                  \
   X(maxPushConstantsSize) X(maxMemoryAllocationCount) X(maxSamplerAllocationCount) X(bufferImageGranularity)          \
   X(sparseAddressSpaceSize) X(maxBoundDescriptorSets) X(maxPerStageDescriptorSamplers)                                \
   X(maxPerStageDescriptorUniformBuffers) X(maxPerStageDescriptorStorageBuffers)                                       \
   X(maxPerStageDescriptorSampledImages) X(maxPerStageDescriptorStorageImages)                                         \
   X(maxPerStageDescriptorInputAttachments) X(maxPerStageResources) X(maxDescriptorSetSamplers)                        \
   X(maxDescriptorSetUniformBuffers) X(maxDescriptorSetUniformBuffersDynamic) X(maxDescriptorSetStorageBuffers)        \
   X(maxDescriptorSetStorageBuffersDynamic) X(maxDescriptorSetSampledImages) X(maxDescriptorSetStorageImages)          \
   X(maxDescriptorSetInputAttachments) X(maxVertexInputAttributes) X(maxVertexInputBindings)                           \
   X(maxVertexInputAttributeOffset) X(maxVertexInputBindingStride) X(maxVertexOutputComponents)                        \
   X(maxTessellationGenerationLevel) X(maxTessellationPatchSize) X(maxTessellationControlPerVertexInputComponents)     \
   X(maxTessellationControlPerVertexOutputComponents) X(maxTessellationControlPerPatchOutputComponents)                \
   X(maxTessellationControlTotalOutputComponents) X(maxTessellationEvaluationInputComponents)                          \
   X(maxTessellationEvaluationOutputComponents) X(maxGeometryShaderInvocations) X(maxGeometryInputComponents)          \
   X(maxGeometryOutputComponents) X(maxGeometryOutputVertices) X(maxGeometryTotalOutputComponents)                     \
   X(maxFragmentInputComponents) X(maxFragmentOutputAttachments) X(maxFragmentDualSrcAttachments)                      \
   X(maxFragmentCombinedOutputResources) X(maxComputeSharedMemorySize) X(maxComputeWorkGroupInvocations)               \
   X(subPixelPrecisionBits) X(subTexelPrecisionBits) X(mipmapPrecisionBits) X(maxDrawIndexedIndexValue)                \
   X(maxDrawIndirectCount) X(maxSamplerLodBias) X(maxSamplerAnisotropy) X(maxViewports) X(viewportSubPixelBits)        \
   X(minMemoryMapAlignment) X(minTexelBufferOffsetAlignment) X(minUniformBufferOffsetAlignment)                        \
   X(minStorageBufferOffsetAlignment) X(minTexelOffset) X(maxTexelOffset) X(minTexelGatherOffset)                      \
   X(maxTexelGatherOffset) X(minInterpolationOffset) X(maxInterpolationOffset) X(subPixelInterpolationOffsetBits)      \
   X(maxFramebufferWidth) X(maxFramebufferHeight) X(maxFramebufferLayers) X(framebufferColorSampleCounts)              \
   X(framebufferDepthSampleCounts) X(framebufferStencilSampleCounts) X(framebufferNoAttachmentsSampleCounts)           \
   X(maxColorAttachments) X(sampledImageColorSampleCounts) X(sampledImageIntegerSampleCounts)                          \
   X(sampledImageDepthSampleCounts) X(sampledImageStencilSampleCounts) X(storageImageSampleCounts)                     \
   X(maxSampleMaskWords) X(timestampComputeAndGraphics) X(timestampPeriod) X(maxClipDistances) X(maxCullDistances)     \
   X(maxCombinedClipAndCullDistances) X(discreteQueuePriorities) X(pointSizeGranularity) X(lineWidthGranularity)       \
   X(strictLines) X(standardSampleLocations) X(optimalBufferCopyOffsetAlignment)                                       \
   X(optimalBufferCopyRowPitchAlignment) X(nonCoherentAtomSize)
#define LIMIT_ARRAYS(X)                                                                                                \
   X(maxComputeWorkGroupCount) X(maxComputeWorkGroupSize) X(maxViewportDimensions) X(viewportBoundsRange)              \
   X(pointSizeRange) X(lineWidthRange)

/* JSON readers take numbers for doubles. */
#define LARGEST_EXACT 9007199254740992.0L

static const char *separator = "";

static void
write_value(FILE *file, long double value)
{
   const bool whole = value == (long double)(int64_t)value || value > LARGEST_EXACT;
   if (value > LARGEST_EXACT)
      fprintf(file, "\"%.0Lf\"", value);
   else
      fprintf(file, whole ? "%.0Lf" : "%.9Lg", value);
}

static void
write_key(FILE *file, const char *name)
{
   fprintf(file, "%s\n\"%s\": ", separator, name);
   separator = ",";
}

static void
open_object(FILE *file, const char *name)
{
   write_key(file, name);
   fprintf(file, "{");
   separator = "";
}

static void
close_object(FILE *file)
{
   fprintf(file, "}");
   separator = ",";
}

static void
write_features(FILE *file, const VkPhysicalDeviceFeatures *features)
{
   open_object(file, "features");
#define WRITE(name)                                                                                                    \
   write_key(file, #name);                                                                                             \
   fprintf(file, features->name ? "true" : "false");
   FEATURES(WRITE)
#undef WRITE
   close_object(file);
}

static void
write_limits(FILE *file, const VkPhysicalDeviceLimits *limits)
{
   open_object(file, "limits");
#define WRITE(name)                                                                                                    \
   write_key(file, #name);                                                                                             \
   write_value(file, limits->name);
   LIMITS(WRITE)
#undef WRITE
#define WRITE(name)                                                                                                    \
   write_key(file, #name);                                                                                             \
   for (unsigned i = 0; i < sizeof(limits->name) / sizeof(limits->name[0]); i++) {                                     \
      fprintf(file, i ? ", " : "[");                                                                                   \
      write_value(file, limits->name[i]);                                                                              \
   }                                                                                                                   \
   fprintf(file, "]");
   LIMIT_ARRAYS(WRITE)
#undef WRITE
   close_object(file);
}

static void
write_memory(FILE *file, const VkPhysicalDeviceMemoryProperties *memory)
{
   write_key(file, "memoryTypes");
   for (uint32_t i = 0; i < memory->memoryTypeCount; i++)
      fprintf(file, "%s{\"propertyFlags\": %u, \"heapIndex\": %u}", i ? ", " : "[", memory->memoryTypes[i].propertyFlags,
              memory->memoryTypes[i].heapIndex);
   fprintf(file, "]");
   write_key(file, "memoryHeapFlags");
   for (uint32_t i = 0; i < memory->memoryHeapCount; i++)
      fprintf(file, "%s%u", i ? ", " : "[", memory->memoryHeaps[i].flags);
   fprintf(file, "]");
}

static void
run(void)
{
   VkInstance instance = create_instance(NULL, 0);
   VkPhysicalDevice physical = pick_physical_device(instance);
   VkPhysicalDeviceFeatures features;
   VkPhysicalDeviceProperties properties;
   VkPhysicalDeviceMemoryProperties memory;
   vkGetPhysicalDeviceFeatures(physical, &features);
   vkGetPhysicalDeviceProperties(physical, &properties);
   vkGetPhysicalDeviceMemoryProperties(physical, &memory);
   check("robustBufferAccess", features.robustBufferAccess, "every device must have it");
   must(check("memory types", memory.memoryTypeCount > 0, "the device has none"));

   FILE *file = open_json_file("features-limits.json");
   fprintf(file, "{");
   write_features(file, &features);
   write_limits(file, &properties.limits);
   write_memory(file, &memory);
   fprintf(file, "}\n");
   close_json_file(file, "features-limits.json");
   vkDestroyInstance(instance, NULL);
}

const struct probe this_probe = {
   .id = "protocol/features-limits",
   .title = "The device's features, limits and memory types",
   .run = run,
};
