/*
 * The time from the creation of a compute pipeline to the end of its first dispatch: Venus does not wait for the
 * creation itself. Each pipeline's shader has a factor of its own, so that no driver can give back code that it has.
 */
#include <string.h>

#include "buffer.h"
#include "fill_comp.h"
#include "render.h"
#include "stopwatch.h"

#define WORDS 64u
#define SAMPLES 10u
/* The factor in shaders/fill.comp, a constant of the module that appears once. */
#define FACTOR 0x85ebca77u

static const struct {
   uint32_t count, seed;
} parameters = {WORDS, 0x919e0001u};

/* What the shader with the factor computes. */
static uint32_t
filled_word(size_t index, uint32_t factor)
{
   uint32_t word = (uint32_t)index * UINT32_C(0x9e3779b1) ^ parameters.seed;
   word ^= word >> 15;
   return word * factor + parameters.seed;
}

static void
set_factor(uint32_t *module, size_t words, uint32_t factor)
{
   size_t found = 0;
   for (size_t i = 0; i < words; i++) {
      if (fill_comp[i] != FACTOR)
         continue;
      module[i] = factor;
      found++;
   }
   if (found != 1)
      fail_setup("The module of fill.comp has its factor in %zu places, not in one.", found);
}

static void
run(void)
{
   struct device device = open_device();
   struct buffer buffer = create_host_buffer(&device, WORDS * 4, VK_BUFFER_USAGE_STORAGE_BUFFER_BIT);
   struct binding binding =
      create_binding(&device, VK_DESCRIPTOR_TYPE_STORAGE_BUFFER, VK_SHADER_STAGE_COMPUTE_BIT);
   const VkDescriptorBufferInfo range = {.buffer = buffer.handle, .range = VK_WHOLE_SIZE};
   const VkWriteDescriptorSet write = {
      .sType = VK_STRUCTURE_TYPE_WRITE_DESCRIPTOR_SET,
      .dstSet = binding.set,
      .descriptorCount = 1,
      .descriptorType = VK_DESCRIPTOR_TYPE_STORAGE_BUFFER,
      .pBufferInfo = &range,
   };
   vkUpdateDescriptorSets(device.handle, 1, &write, 0, NULL);
   VkFence fence = create_fence(&device);
   uint32_t module[sizeof(fill_comp) / 4];
   memcpy(module, fill_comp, sizeof(module));

   double times[SAMPLES];
   for (uint32_t i = 0; i < SAMPLES; i++) {
      const uint32_t factor = FACTOR + 2 * (i + 1);
      set_factor(module, sizeof(module) / 4, factor);
      const double start = seconds_now();
      struct pipeline pipeline = create_compute_pipeline(&device, SHADER(module), binding.layout, sizeof(parameters));
      VkCommandBuffer commands = begin_repeatable(&device);
      vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_COMPUTE, pipeline.handle);
      vkCmdBindDescriptorSets(commands, VK_PIPELINE_BIND_POINT_COMPUTE, pipeline.layout, 0, 1, &binding.set, 0, NULL);
      vkCmdPushConstants(commands, pipeline.layout, VK_SHADER_STAGE_COMPUTE_BIT, 0, sizeof(parameters), &parameters);
      vkCmdDispatch(commands, 1, 1, 1);
      full_barrier(commands);
      end_repeatable(commands);
      time_submission(&device, commands, fence);
      times[i] = nanoseconds_since(start);
      must(check_words("what this pipeline computes", buffer.map, WORDS, filled_word, factor));
      vkFreeCommandBuffers(device.handle, device.pool, 1, &commands);
      destroy_pipeline(&device, &pipeline);
   }
   report_metric("pipeline to first dispatch", "ns", times, SAMPLES);

   vkDestroyFence(device.handle, fence, NULL);
   destroy_binding(&device, &binding);
   destroy_buffer(&device, &buffer);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "perf/pipeline-creation",
   .title = "The time from a compute pipeline's creation to the end of its first dispatch",
   .run = run,
};
