/* Threads compile pipelines at once into one cache, and each pipeline does what its own constant says. */
#include <pthread.h>

#include "constant_job.h"

#define THREADS 8u
#define PIPELINES 8u

struct compiler {
   const struct device *device;
   const struct constant_job *job;
   VkShaderModule module;
   VkPipelineCache cache;
   uint32_t number;
   VkPipeline pipelines[PIPELINES];
   VkResult result;
};

static uint32_t
constant_of(uint32_t thread, uint32_t index)
{
   return thread << 16 | index;
}

static void *
compile(void *argument)
{
   struct compiler *compiler = argument;
   for (uint32_t i = 0; i < PIPELINES && compiler->result == VK_SUCCESS; i++)
      compiler->result = create_constant_pipeline(compiler->device, compiler->job, compiler->module, compiler->cache,
                                                  constant_of(compiler->number, i), &compiler->pipelines[i]);
   return NULL;
}

static void
run(void)
{
   struct device device = open_device();
   struct constant_job job = create_constant_job(&device);
   VkShaderModule module = create_shader(&device, constant_shader());
   const VkPipelineCacheCreateInfo info = {.sType = VK_STRUCTURE_TYPE_PIPELINE_CACHE_CREATE_INFO};
   VkPipelineCache cache;
   SETUP(vkCreatePipelineCache(device.handle, &info, NULL, &cache));

   static struct compiler compilers[THREADS];
   pthread_t threads[THREADS];
   for (uint32_t i = 0; i < THREADS; i++) {
      compilers[i] =
         (struct compiler){.device = &device, .job = &job, .module = module, .cache = cache, .number = i};
      if (pthread_create(&threads[i], NULL, compile, &compilers[i]) != 0)
         fail_setup("pthread_create failed for thread %u.", i);
   }
   /* A compilation that never ends is ended by the probe's alarm. */
   for (uint32_t i = 0; i < THREADS; i++)
      pthread_join(threads[i], NULL);
   for (uint32_t i = 0; i < THREADS; i++)
      must(check_result("vkCreateComputePipelines in a thread", VK_SUCCESS, compilers[i].result));

   /* A first and a last of each thread: to run them all would take long. */
   for (uint32_t i = 0; i < THREADS; i++) {
      const uint32_t index = i % 2 ? PIPELINES - 1 : 0;
      must_run_constant(&device, &job, compilers[i].pipelines[index], "a pipeline's words", constant_of(i, index));
   }
   for (uint32_t i = 0; i < THREADS; i++) {
      for (uint32_t j = 0; j < PIPELINES; j++)
         vkDestroyPipeline(device.handle, compilers[i].pipelines[j], NULL);
   }
   vkDestroyPipelineCache(device.handle, cache, NULL);
   vkDestroyShaderModule(device.handle, module, NULL);
   destroy_constant_job(&device, &job);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "pipeline/threaded-compile",
   .title = "Pipelines that 8 threads compile at once do what their constants say",
   .run = run,
};
