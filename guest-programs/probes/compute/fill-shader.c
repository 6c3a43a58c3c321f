/* A compute shader writes the words that the same function gives on the CPU, and none past the count. */
#include <string.h>

#include "commands.h"
#include "fill_comp.h"
#include "render.h"

#define WORDS 100003u
#define GUARD_WORDS 61u
#define GUARD 0x77777777u
#define GROUP 64u

struct parameters {
   uint32_t count, seed;
};

static void
run(void)
{
   struct device device = open_device();
   const VkDeviceSize size = (WORDS + GUARD_WORDS) * 4;
   struct buffer buffer = create_host_buffer(&device, size, VK_BUFFER_USAGE_STORAGE_BUFFER_BIT);
   memset(buffer.map, 0x77, size);

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

   const struct parameters parameters = {.count = WORDS, .seed = 0x2545f491u};
   struct pipeline pipeline =
      create_compute_pipeline(&device, SHADER(fill_comp), binding.layout, sizeof(parameters));
   VkCommandBuffer commands = begin_commands(&device);
   vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_COMPUTE, pipeline.handle);
   vkCmdBindDescriptorSets(commands, VK_PIPELINE_BIND_POINT_COMPUTE, pipeline.layout, 0, 1, &binding.set, 0, NULL);
   vkCmdPushConstants(commands, pipeline.layout, VK_SHADER_STAGE_COMPUTE_BIT, 0, sizeof(parameters), &parameters);
   vkCmdDispatch(commands, (WORDS + GROUP - 1) / GROUP, 1, 1);
   full_barrier(commands);
   run_commands(&device, commands);

   check_words("the shader's words", buffer.map, WORDS, hashed_word, parameters.seed);
   check_words("the words past the count", (const uint32_t *)buffer.map + WORDS, GUARD_WORDS, constant_word, GUARD);

   destroy_pipeline(&device, &pipeline);
   destroy_binding(&device, &binding);
   destroy_buffer(&device, &buffer);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "compute/fill-shader",
   .title = "A compute shader writes what the same function gives on the CPU",
   .run = run,
};
