/*
 * The time of a call that does no work and needs the renderer's answer: the size of an empty pipeline cache, which
 * Venus does not know by itself. One trip through the ring to the host and back.
 */
#include "stopwatch.h"

#define SAMPLES 400u
#define WARM_UP 20u

static double
time_round_trip(const struct device *device, VkPipelineCache cache, size_t *bytes)
{
   const double start = seconds_now();
   TIMED(vkGetPipelineCacheData(device->handle, cache, bytes, NULL));
   return nanoseconds_since(start);
}

static void
run(void)
{
   struct device device = open_device();
   const VkPipelineCacheCreateInfo info = {.sType = VK_STRUCTURE_TYPE_PIPELINE_CACHE_CREATE_INFO};
   VkPipelineCache cache;
   SETUP(vkCreatePipelineCache(device.handle, &info, NULL, &cache));

   double times[SAMPLES];
   size_t bytes = 0;
   for (uint32_t i = 0; i < WARM_UP; i++)
      time_round_trip(&device, cache, &bytes);
   for (uint32_t i = 0; i < SAMPLES; i++)
      times[i] = time_round_trip(&device, cache, &bytes);
   report_metric("round trip", "ns", times, SAMPLES);
   check("the cache has at least its header", bytes >= sizeof(VkPipelineCacheHeaderVersionOne), "it has %zu bytes",
         bytes);

   vkDestroyPipelineCache(device.handle, cache, NULL);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "perf/ring-round-trip",
   .title = "The time of a call that needs the renderer's answer and no work",
   .run = run,
};
