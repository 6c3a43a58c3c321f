/*
 * 32 threads call the driver at once, each with calls that wait for an answer. Venus gives a thread that compiles a ring
 * of its own (VN_PERF=no_multi_ring: all share one). No memory is mapped: QEMU before 11 holds up every ring that is to
 * be made while it unmaps.
 */
#include <pthread.h>

#include "buffer.h"
#include "fill_check.h"
#include "fill_comp.h"
#include "render.h"

#define THREADS 32u
#define ROUNDS 2u

struct caller {
   const struct device *device;
   VkDescriptorSetLayout set_layout;
   /* Held until all threads are there. */
   pthread_mutex_t *gate;
   unsigned answered;
};

/* Venus asks the renderer each time, on the ring that all share. */
static bool
layout_is_supported(const struct device *device)
{
   const VkDescriptorSetLayoutBinding binding = {
      .descriptorType = VK_DESCRIPTOR_TYPE_STORAGE_BUFFER,
      .descriptorCount = 1,
      .stageFlags = VK_SHADER_STAGE_COMPUTE_BIT,
   };
   const VkDescriptorSetLayoutCreateInfo info = {
      .sType = VK_STRUCTURE_TYPE_DESCRIPTOR_SET_LAYOUT_CREATE_INFO,
      .bindingCount = 1,
      .pBindings = &binding,
   };
   VkDescriptorSetLayoutSupport support = {.sType = VK_STRUCTURE_TYPE_DESCRIPTOR_SET_LAYOUT_SUPPORT};
   vkGetDescriptorSetLayoutSupport(device->handle, &info, &support);
   return support.supported;
}

static void *
call_driver(void *argument)
{
   struct caller *caller = argument;
   pthread_mutex_lock(caller->gate);
   pthread_mutex_unlock(caller->gate);
   for (unsigned round = 0; round < ROUNDS; round++) {
      struct pipeline pipeline = create_compute_pipeline(caller->device, SHADER(fill_comp), caller->set_layout, 8);
      caller->answered += layout_is_supported(caller->device);
      destroy_pipeline(caller->device, &pipeline);
   }
   return NULL;
}

static void
run(void)
{
   struct device device = open_device();
   struct binding binding = create_binding(&device, VK_DESCRIPTOR_TYPE_STORAGE_BUFFER, VK_SHADER_STAGE_COMPUTE_BIT);
   pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
   pthread_mutex_lock(&gate);
   pthread_t threads[THREADS];
   struct caller callers[THREADS];
   for (unsigned i = 0; i < THREADS; i++) {
      callers[i] = (struct caller){.device = &device, .set_layout = binding.layout, .gate = &gate};
      if (pthread_create(&threads[i], NULL, call_driver, &callers[i]) != 0)
         fail_setup("pthread_create failed for thread %u.", i);
   }
   pthread_mutex_unlock(&gate);
   /* A call that never returns is ended by the probe's alarm. */
   unsigned answered = 0;
   for (unsigned i = 0; i < THREADS; i++) {
      pthread_join(threads[i], NULL);
      answered += callers[i].answered;
   }
   check_number("rounds with the right answer", THREADS * ROUNDS, answered);
   must_fill(&device, "a fill after them", 0x7ead7eadu);
   destroy_binding(&device, &binding);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "protocol/thread-rings",
   .title = "Calls of 32 threads, each of which waits for its answer, all return",
   .run = run,
};
