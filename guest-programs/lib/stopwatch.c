#include "stopwatch.h"

VkCommandBuffer
begin_repeatable(const struct device *device)
{
   const VkCommandBufferAllocateInfo info = {
      .sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_ALLOCATE_INFO,
      .commandPool = device->pool,
      .level = VK_COMMAND_BUFFER_LEVEL_PRIMARY,
      .commandBufferCount = 1,
   };
   VkCommandBuffer commands;
   SETUP(vkAllocateCommandBuffers(device->handle, &info, &commands));
   const VkCommandBufferBeginInfo begin = {.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO};
   SETUP(vkBeginCommandBuffer(commands, &begin));
   return commands;
}

void
end_repeatable(VkCommandBuffer commands)
{
   must_succeed("vkEndCommandBuffer", vkEndCommandBuffer(commands));
}

void
must_succeed(const char *call, VkResult result)
{
   if (result != VK_SUCCESS)
      must(check_result(call, VK_SUCCESS, result));
}

void
submit_repeatable(const struct device *device, VkCommandBuffer commands, VkFence fence)
{
   const VkSubmitInfo submit = {
      .sType = VK_STRUCTURE_TYPE_SUBMIT_INFO,
      .commandBufferCount = commands ? 1 : 0,
      .pCommandBuffers = &commands,
   };
   TIMED(vkQueueSubmit(device->queue, 1, &submit, fence));
}

double
time_submission(const struct device *device, VkCommandBuffer commands, VkFence fence)
{
   const double start = seconds_now();
   submit_repeatable(device, commands, fence);
   TIMED(vkWaitForFences(device->handle, 1, &fence, VK_TRUE, WAIT_NS));
   const double took = nanoseconds_since(start);
   TIMED(vkResetFences(device->handle, 1, &fence));
   return took;
}
