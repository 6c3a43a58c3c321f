/*
 * 128 bytes of push constants, the size that every implementation has: all of them, then parts of them, each dispatch
 * with what was pushed until then.
 */
#include <string.h>

#include "compute.h"
#include "push_echo_comp.h"

#define BYTES 128u
#define WORDS (BYTES / 4)

/* Offset and size in bytes, multiples of four as the specification asks. */
static const struct update {
   uint32_t offset, size;
} updates[] = {{0, 128}, {4, 4}, {60, 12}, {124, 4}, {0, 64}};
#define UPDATES (sizeof(updates) / sizeof(updates[0]))

static void
run(void)
{
   struct device device = open_device();
   struct buffer echo = create_host_buffer(
      &device, BYTES, VK_BUFFER_USAGE_STORAGE_BUFFER_BIT | VK_BUFFER_USAGE_TRANSFER_SRC_BIT);
   struct buffer copies = create_host_buffer(&device, BYTES * UPDATES, VK_BUFFER_USAGE_TRANSFER_DST_BIT);
   memset(copies.map, 0xee, copies.size);
   struct compute compute = create_compute(&device, &(struct compute_options){
                                                       .code = SHADER(push_echo_comp),
                                                       .ranges = {whole_buffer(&echo)},
                                                       .range_count = 1,
                                                       .push_bytes = BYTES,
                                                    });

   uint32_t pushed[WORDS], expected[UPDATES][WORDS];
   memset(pushed, 0, sizeof(pushed));
   VkCommandBuffer commands = begin_commands(&device);
   bind_compute(commands, &compute, pushed);
   for (uint32_t i = 0; i < UPDATES; i++) {
      const struct update update = updates[i];
      for (uint32_t word = update.offset / 4; word < (update.offset + update.size) / 4; word++)
         pushed[word] = hashed_word(word, i);
      memcpy(expected[i], pushed, BYTES);
      vkCmdPushConstants(commands, compute.pipeline.layout, VK_SHADER_STAGE_COMPUTE_BIT, update.offset, update.size,
                         (const char *)pushed + update.offset);
      vkCmdDispatch(commands, 1, 1, 1);
      full_barrier(commands);
      const VkBufferCopy region = {.dstOffset = i * BYTES, .size = BYTES};
      vkCmdCopyBuffer(commands, echo.handle, copies.handle, 1, &region);
      full_barrier(commands);
   }
   run_commands(&device, commands);
   for (uint32_t i = 0; i < UPDATES; i++)
      check_bytes("what the shader saw after an update", (const char *)copies.map + i * BYTES, expected[i], BYTES);

   destroy_compute(&device, &compute);
   destroy_buffer(&device, &copies);
   destroy_buffer(&device, &echo);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "compute/push-constants",
   .title = "Push constants hold what was pushed last, whole or in parts",
   .run = run,
};
