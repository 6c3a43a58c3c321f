#include "fill_check.h"

#include "buffer.h"
#include "commands.h"

#define WORDS 1024u

void
must_fill(const struct device *device, const char *name, uint32_t word)
{
   struct buffer buffer = create_host_buffer(device, WORDS * 4, VK_BUFFER_USAGE_TRANSFER_DST_BIT);
   VkCommandBuffer commands = begin_commands(device);
   vkCmdFillBuffer(commands, buffer.handle, 0, VK_WHOLE_SIZE, word);
   full_barrier(commands);
   VkFence fence = create_fence(device);
   submit_commands(device, commands, fence);
   must_signal(device, fence, name);
   must(check_words(name, buffer.map, WORDS, constant_word, word));
   vkDestroyFence(device->handle, fence, NULL);
   vkFreeCommandBuffers(device->handle, device->pool, 1, &commands);
   destroy_buffer(device, &buffer);
}

void
fill_on_new_device(void *unused)
{
   (void)unused;
   struct device device = open_device();
   must_fill(&device, "a fill on a new device", 0x600d600du);
   close_device(&device);
}
