#include "commands.h"

#include <stdio.h>

#include "environment.h"

#define DEFAULT_WAIT_MS 3000

uint64_t
wait_bound_ns(void)
{
   return (uint64_t)number_from_environment("VENUS_SUITE_WAIT_MS", DEFAULT_WAIT_MS) * 1000000u;
}

VkFence
create_fence(const struct device *device)
{
   const VkFenceCreateInfo info = {.sType = VK_STRUCTURE_TYPE_FENCE_CREATE_INFO};
   VkFence fence;
   SETUP(vkCreateFence(device->handle, &info, NULL, &fence));
   return fence;
}

VkCommandBuffer
begin_commands(const struct device *device)
{
   const VkCommandBufferAllocateInfo info = {
      .sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_ALLOCATE_INFO,
      .commandPool = device->pool,
      .level = VK_COMMAND_BUFFER_LEVEL_PRIMARY,
      .commandBufferCount = 1,
   };
   VkCommandBuffer commands;
   SETUP(vkAllocateCommandBuffers(device->handle, &info, &commands));
   const VkCommandBufferBeginInfo begin = {
      .sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO,
      .flags = VK_COMMAND_BUFFER_USAGE_ONE_TIME_SUBMIT_BIT,
   };
   SETUP(vkBeginCommandBuffer(commands, &begin));
   return commands;
}

void
submit_commands(const struct device *device, VkCommandBuffer commands, VkFence fence)
{
   const VkSubmitInfo submit = {
      .sType = VK_STRUCTURE_TYPE_SUBMIT_INFO,
      .commandBufferCount = 1,
      .pCommandBuffers = &commands,
   };
   if (commands)
      must(check_result("vkEndCommandBuffer", VK_SUCCESS, vkEndCommandBuffer(commands)));
   const VkResult result = vkQueueSubmit(device->queue, commands ? 1 : 0, commands ? &submit : NULL, fence);
   must(check_result("vkQueueSubmit", VK_SUCCESS, result));
}

void
must_signal(const struct device *device, VkFence fence, const char *name)
{
   const double start = seconds_now();
   const VkResult waited = vkWaitForFences(device->handle, 1, &fence, VK_TRUE, WAIT_NS);
   if (waited == VK_SUCCESS) {
      check_result(name, VK_SUCCESS, waited);
      return;
   }
   char message[160];
   snprintf(message, sizeof(message), "vkWaitForFences ended after %.1f s; vkGetFenceStatus then says %s",
            seconds_now() - start, vk_result_name(vkGetFenceStatus(device->handle, fence)));
   must(check_values(name, false, vk_result_name(VK_SUCCESS), vk_result_name(waited), message));
}

void
run_commands(const struct device *device, VkCommandBuffer commands)
{
   VkFence fence = create_fence(device);
   submit_commands(device, commands, fence);
   must_signal(device, fence, "vkWaitForFences");
   vkDestroyFence(device->handle, fence, NULL);
   vkFreeCommandBuffers(device->handle, device->pool, 1, &commands);
}

void
full_barrier(VkCommandBuffer commands)
{
   const VkMemoryBarrier barrier = {
      .sType = VK_STRUCTURE_TYPE_MEMORY_BARRIER,
      .srcAccessMask = VK_ACCESS_MEMORY_WRITE_BIT,
      .dstAccessMask = VK_ACCESS_MEMORY_READ_BIT | VK_ACCESS_MEMORY_WRITE_BIT | VK_ACCESS_HOST_READ_BIT,
   };
   vkCmdPipelineBarrier(commands, VK_PIPELINE_STAGE_ALL_COMMANDS_BIT,
                        VK_PIPELINE_STAGE_ALL_COMMANDS_BIT | VK_PIPELINE_STAGE_HOST_BIT, 0, 1, &barrier, 0, NULL, 0,
                        NULL);
}
