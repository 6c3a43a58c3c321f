/*
 * A thread that the driver has given something of its own (Venus: a ring) ends after the instance is gone and the
 * loader has closed the driver's library: what the driver left for the end of the thread must not be called any more.
 */
#include <pthread.h>

#include "constant_job.h"
#include "worker.h"

#define WORKER_MS 15000u

struct visit {
   const struct device *device;
   const struct constant_job *job;
   VkResult result;
   /* Each is held by the main thread until the visitor is to begin, or to go on. */
   pthread_mutex_t leave;
   pthread_barrier_t used;
};

static void *
use_driver(void *argument)
{
   struct visit *visit = argument;
   VkShaderModule module = create_shader(visit->device, constant_shader());
   VkPipeline pipeline = VK_NULL_HANDLE;
   visit->result = create_constant_pipeline(visit->device, visit->job, module, VK_NULL_HANDLE, 1, &pipeline);
   vkDestroyPipeline(visit->device->handle, pipeline, NULL);
   vkDestroyShaderModule(visit->device->handle, module, NULL);
   pthread_barrier_wait(&visit->used);
   pthread_mutex_lock(&visit->leave);
   pthread_mutex_unlock(&visit->leave);
   return NULL;
}

static void
outlive_driver(void *argument)
{
   (void)argument;
   struct device device = open_device();
   struct constant_job job = create_constant_job(&device);
   struct visit visit = {.device = &device, .job = &job, .leave = PTHREAD_MUTEX_INITIALIZER};
   pthread_barrier_init(&visit.used, NULL, 2);
   pthread_mutex_lock(&visit.leave);
   pthread_t visitor;
   if (pthread_create(&visitor, NULL, use_driver, &visit) != 0)
      fail_setup("pthread_create failed.");
   pthread_barrier_wait(&visit.used);
   check_result("vkCreateComputePipelines in the thread", VK_SUCCESS, visit.result);
   destroy_constant_job(&device, &job);
   close_device(&device);
   pthread_mutex_unlock(&visit.leave);
   pthread_join(visitor, NULL);
   check("the thread has ended", true, " ");
}

static void
run(void)
{
   struct worker worker = start_worker(outlive_driver, NULL);
   check_worker("a process with such a thread", &worker, WORKER_MS);
}

const struct probe this_probe = {
   .id = "lifecycle/thread-exit-after-dlclose",
   .title = "A thread that used the driver ends after the driver's library is closed",
   .run = run,
};
