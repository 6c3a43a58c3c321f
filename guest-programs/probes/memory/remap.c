/* Mapping and unmapping again and again, at other places each time: what was written stays, for host and device. */
#include <string.h>

#include "buffer.h"
#include "commands.h"

#define SIZE 65536u
#define ROUNDS 1000u

static uint32_t
word_of_round(size_t round, uint32_t seed)
{
   return hashed_word(round, seed);
}

/* Maps from one word on, looks at the word that the round before wrote, writes its own. */
static bool
remap_once(const struct device *device, VkDeviceMemory memory, uint32_t round, uint32_t *seen)
{
   const uint32_t from = round ? round - 1 : 0;
   void *map;
   const VkResult result = vkMapMemory(device->handle, memory, from * 4, SIZE - from * 4, 0, &map);
   if (result != VK_SUCCESS)
      must(check("vkMapMemory", false, "round %u: %s", round, vk_result_name(result)));
   uint32_t *words = map;
   *seen = words[0];
   words[round - from] = word_of_round(round, SIZE);
   vkUnmapMemory(device->handle, memory);
   return round == 0 || *seen == word_of_round(from, SIZE);
}

static void
run(void)
{
   struct device device = open_device();
   struct buffer source = create_host_buffer(&device, SIZE, VK_BUFFER_USAGE_TRANSFER_SRC_BIT);
   struct buffer result = create_host_buffer(&device, SIZE, VK_BUFFER_USAGE_TRANSFER_DST_BIT);
   memset(result.map, 0x5a, SIZE);
   vkUnmapMemory(device.handle, source.memory);

   uint32_t round = 0, seen = 0;
   while (round < ROUNDS && remap_once(&device, source.memory, round, &seen))
      round++;
   check("each mapping shows the last one's word", round == ROUNDS, "round %u sees 0x%08x instead of 0x%08x", round,
         seen, round ? word_of_round(round - 1, SIZE) : 0);

   const uint32_t *words = map_memory(&device, source.memory);
   check_words("all words in one last mapping", words, ROUNDS, word_of_round, SIZE);
   vkUnmapMemory(device.handle, source.memory);

   const VkBufferCopy region = {.size = ROUNDS * 4};
   VkCommandBuffer commands = begin_commands(&device);
   vkCmdCopyBuffer(commands, source.handle, result.handle, 1, &region);
   full_barrier(commands);
   run_commands(&device, commands);
   check_words("the device sees them", result.map, ROUNDS, word_of_round, SIZE);

   destroy_buffer(&device, &source);
   destroy_buffer(&device, &result);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "memory/remap",
   .title = "What was written to memory stays while it is mapped and unmapped 1,000 times",
   .run = run,
};
