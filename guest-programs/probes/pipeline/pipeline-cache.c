/*
 * What a pipeline cache gives out goes in again: its header names the device, a cache made of it serves pipelines that
 * run, and a cache made of another device's data is empty, not an error.
 */
#include <stdlib.h>
#include <string.h>

#include "constant_job.h"

#define CONSTANT 0xcac4eu

static VkPipelineCache
create_cache(const struct device *device, const void *data, size_t size, const char *name)
{
   const VkPipelineCacheCreateInfo info = {
      .sType = VK_STRUCTURE_TYPE_PIPELINE_CACHE_CREATE_INFO,
      .initialDataSize = size,
      .pInitialData = data,
   };
   VkPipelineCache cache;
   must(check_result(name, VK_SUCCESS, vkCreatePipelineCache(device->handle, &info, NULL, &cache)));
   return cache;
}

static void
check_pipeline(const struct device *device, const struct constant_job *job, VkPipelineCache cache, const char *name)
{
   VkShaderModule module = create_shader(device, constant_shader());
   VkPipeline pipeline;
   must(check_result(name, VK_SUCCESS, create_constant_pipeline(device, job, module, cache, CONSTANT, &pipeline)));
   must_run_constant(device, job, pipeline, name, CONSTANT);
   vkDestroyPipeline(device->handle, pipeline, NULL);
   vkDestroyShaderModule(device->handle, module, NULL);
}

static void
check_header(const struct device *device, const void *data)
{
   VkPhysicalDeviceProperties properties;
   vkGetPhysicalDeviceProperties(device->physical, &properties);
   VkPipelineCacheHeaderVersionOne header;
   memcpy(&header, data, sizeof(header));
   check_number("headerVersion", VK_PIPELINE_CACHE_HEADER_VERSION_ONE, header.headerVersion);
   check("headerSize", header.headerSize >= sizeof(header), "it is %u bytes", header.headerSize);
   check_number("vendorID", properties.vendorID, header.vendorID);
   check_number("deviceID", properties.deviceID, header.deviceID);
   check_bytes("pipelineCacheUUID", header.pipelineCacheUUID, properties.pipelineCacheUUID, VK_UUID_SIZE);
}

static void
run(void)
{
   struct device device = open_device();
   struct constant_job job = create_constant_job(&device);
   VkPipelineCache first = create_cache(&device, NULL, 0, "an empty cache");
   check_pipeline(&device, &job, first, "a pipeline with the empty cache");

   size_t size = 0;
   SETUP(vkGetPipelineCacheData(device.handle, first, &size, NULL));
   must(check("size of the data", size >= sizeof(VkPipelineCacheHeaderVersionOne), "it is %zu bytes", size));
   unsigned char *data = calloc(1, size);
   const size_t whole = size;
   must(check_result("vkGetPipelineCacheData", VK_SUCCESS, vkGetPipelineCacheData(device.handle, first, &size, data)));
   must(check("size of the data when it is read", size <= whole, "%zu bytes were written to %zu", size, whole));
   check_header(&device, data);

   VkPipelineCache second = create_cache(&device, data, size, "a cache made of the data");
   check_pipeline(&device, &job, second, "a pipeline with the cache made of the data");
   check_result("vkMergePipelineCaches", VK_SUCCESS, vkMergePipelineCaches(device.handle, first, 1, &second));

   data[offsetof(VkPipelineCacheHeaderVersionOne, pipelineCacheUUID)] ^= 0xff;
   VkPipelineCache foreign = create_cache(&device, data, size, "a cache made of another device's data");
   check_pipeline(&device, &job, foreign, "a pipeline with the cache made of another device's data");

   free(data);
   vkDestroyPipelineCache(device.handle, foreign, NULL);
   vkDestroyPipelineCache(device.handle, second, NULL);
   vkDestroyPipelineCache(device.handle, first, NULL);
   destroy_constant_job(&device, &job);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "pipeline/pipeline-cache",
   .title = "A pipeline cache's data names the device and serves a second cache",
   .run = run,
};
