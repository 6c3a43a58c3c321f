/*
 * Four storage buffers in one set, each a part of one VkBuffer: the shader's result tells which part each binding
 * reached, and the words between the parts stay as they were.
 */
#include <string.h>

#include "compute.h"
#include "mix_buffers_comp.h"

#define PARTS 4u
#define WORDS 1024u
#define GROUP 64u
/* Every implementation takes offsets at multiples of 256. */
#define GAP_WORDS 64u
#define STRIDE_WORDS (WORDS + GAP_WORDS)
#define GAP 0x66666666u

static uint32_t
expected_word(size_t index, uint32_t seed)
{
   (void)seed;
   return (hashed_word(index, 1) ^ hashed_word(index, 2) * 3u) + hashed_word(index, 3) * 5u;
}

static void
run(void)
{
   struct device device = open_device();
   struct buffer buffer =
      create_host_buffer(&device, PARTS * STRIDE_WORDS * 4, VK_BUFFER_USAGE_STORAGE_BUFFER_BIT);
   memset(buffer.map, 0x66, buffer.size);
   uint32_t *words = buffer.map;
   struct compute_options options = {.code = SHADER(mix_buffers_comp), .range_count = PARTS};
   for (uint32_t part = 0; part < PARTS; part++) {
      options.ranges[part] = (VkDescriptorBufferInfo){buffer.handle, part * STRIDE_WORDS * 4, WORDS * 4};
      for (uint32_t i = 0; i < WORDS && part < PARTS - 1; i++)
         words[part * STRIDE_WORDS + i] = hashed_word(i, part + 1);
   }

   struct compute compute = create_compute(&device, &options);
   VkCommandBuffer commands = begin_commands(&device);
   dispatch(commands, &compute, NULL, WORDS / GROUP);
   run_commands(&device, commands);
   check_words("the mixed words", words + (PARTS - 1) * STRIDE_WORDS, WORDS, expected_word, 0);
   for (uint32_t part = 0; part < PARTS; part++)
      check_words("the gap after a part", words + part * STRIDE_WORDS + WORDS, GAP_WORDS, constant_word, GAP);

   destroy_compute(&device, &compute);
   destroy_buffer(&device, &buffer);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "compute/storage-buffers",
   .title = "Four storage buffers of one set reach the parts of memory that they were bound to",
   .run = run,
};
