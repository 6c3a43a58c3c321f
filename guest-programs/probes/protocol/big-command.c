/*
 * Streams far larger than Venus' ring (128 KiB) arrive whole: many large updates in one command buffer, and one command
 * that is too large by itself. They take the way by a memory of their own.
 */
#include <stdlib.h>
#include <string.h>

#include "buffer.h"
#include "commands.h"

#define UPDATE_BYTES 65536u /* the most that vkCmdUpdateBuffer takes */
#define UPDATES 12u
#define WORDS (UPDATES * UPDATE_BYTES / 4)
/* 24 bytes each: 234 KiB in one command. */
#define REGIONS 10000u
#define SEED 0xb16c0deu

static uint32_t
reversed_word(size_t index, uint32_t seed)
{
   return hashed_word(REGIONS - 1 - index, seed);
}

static void
run(void)
{
   struct device device = open_device();
   const VkBufferUsageFlags usage = VK_BUFFER_USAGE_TRANSFER_SRC_BIT | VK_BUFFER_USAGE_TRANSFER_DST_BIT;
   struct buffer updated = create_host_buffer(&device, WORDS * 4, usage);
   struct buffer copied = create_host_buffer(&device, REGIONS * 4, usage);

   uint32_t *words = malloc(WORDS * 4);
   VkBufferCopy *regions = malloc(REGIONS * sizeof(*regions));
   for (size_t i = 0; i < WORDS; i++)
      words[i] = hashed_word(i, SEED);
   for (uint32_t i = 0; i < REGIONS; i++)
      regions[i] = (VkBufferCopy){.srcOffset = (REGIONS - 1 - i) * 4, .dstOffset = i * 4, .size = 4};

   VkCommandBuffer commands = begin_commands(&device);
   for (uint32_t i = 0; i < UPDATES; i++)
      vkCmdUpdateBuffer(commands, updated.handle, i * UPDATE_BYTES, UPDATE_BYTES, words + i * UPDATE_BYTES / 4);
   full_barrier(commands);
   vkCmdCopyBuffer(commands, updated.handle, copied.handle, REGIONS, regions);
   full_barrier(commands);
   run_commands(&device, commands);

   check_words("768 KiB of updates", updated.map, WORDS, hashed_word, SEED);
   check_words("10000 regions of one copy", copied.map, REGIONS, reversed_word, SEED);
   free(regions);
   free(words);
   destroy_buffer(&device, &copied);
   destroy_buffer(&device, &updated);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "protocol/big-command",
   .title = "Command streams larger than the ring arrive whole",
   .run = run,
};
