/*
 * Memory is allocated, mapped, used and freed in every order that the specification allows, again and again: mapped or
 * not, before its buffer or after. The renderer must unmap what it frees, and still answer at the end.
 */
#include "buffer.h"
#include "commands.h"

/* Few, because QEMU before 11 takes 0.1 s for each blob that it unmaps. */
#define ROUNDS 40u
/* A round trip through the device's work for one round in so many; coprime to ORDERS, so that it comes after each. */
#define USED 5u
#define SIZE 16384u
#define ORDERS 4u

static void
use_buffer(const struct device *device, const struct buffer *buffer, uint32_t round)
{
   VkCommandBuffer commands = begin_commands(device);
   vkCmdFillBuffer(commands, buffer->handle, 0, VK_WHOLE_SIZE, round);
   full_barrier(commands);
   run_commands(device, commands);
   const uint32_t *words = buffer->map;
   if (words[0] != round || words[SIZE / 4 - 1] != round)
      must(check("what the device filled", false, "round %u: 0x%08x and 0x%08x", round, words[0],
                 words[SIZE / 4 - 1]));
}

static void
free_in_order(const struct device *device, const struct buffer *buffer, uint32_t order)
{
   if (order & 1)
      vkUnmapMemory(device->handle, buffer->memory);
   if (order & 2) {
      vkDestroyBuffer(device->handle, buffer->handle, NULL);
      vkFreeMemory(device->handle, buffer->memory, NULL);
   } else {
      vkFreeMemory(device->handle, buffer->memory, NULL);
      vkDestroyBuffer(device->handle, buffer->handle, NULL);
   }
}

static void
run(void)
{
   struct device device = open_device();
   /* One lives on from round to round, so that frees come between the uses of others. */
   struct buffer kept = create_host_buffer(&device, SIZE, VK_BUFFER_USAGE_TRANSFER_DST_BIT);
   for (uint32_t round = 1; round <= ROUNDS; round++) {
      struct buffer next = create_host_buffer(&device, SIZE, VK_BUFFER_USAGE_TRANSFER_DST_BIT);
      *(uint32_t *)next.map = round;
      free_in_order(&device, &kept, round % ORDERS);
      if (round % USED == 0)
         use_buffer(&device, &next, round);
      if (*(uint32_t *)next.map != round)
         must(check("what the host wrote", false, "round %u reads %u", round, *(uint32_t *)next.map));
      kept = next;
   }
   destroy_buffer(&device, &kept);
   run_commands(&device, begin_commands(&device));
   close_device(&device);
}

const struct probe this_probe = {
   .id = "memory/free-order",
   .title = "The renderer outlives 40 rounds of allocating, using and freeing in awkward orders",
   .run = run,
};
