#include "semaphore.h"

#include <inttypes.h>
#include <stdio.h>

#include "device_options.h"

struct device
open_timeline_device(void)
{
   VkInstance instance = create_instance(NULL, 0);
   VkPhysicalDeviceTimelineSemaphoreFeatures timeline = {
      .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_TIMELINE_SEMAPHORE_FEATURES,
   };
   VkPhysicalDeviceFeatures2 features = {.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_FEATURES_2, .pNext = &timeline};
   vkGetPhysicalDeviceFeatures2(pick_physical_device(instance), &features);
   if (!timeline.timelineSemaphore)
      skip_probe("The device has no timeline semaphores (timelineSemaphore).");
   timeline.pNext = NULL;
   return open_device_with(instance, &(struct device_options){.features = &timeline});
}

VkSemaphore
create_semaphore(const struct device *device, const void *next)
{
   const VkSemaphoreCreateInfo info = {.sType = VK_STRUCTURE_TYPE_SEMAPHORE_CREATE_INFO, .pNext = next};
   VkSemaphore semaphore;
   SETUP(vkCreateSemaphore(device->handle, &info, NULL, &semaphore));
   return semaphore;
}

VkSemaphore
create_timeline(const struct device *device, uint64_t initial)
{
   const VkSemaphoreTypeCreateInfo type = {
      .sType = VK_STRUCTURE_TYPE_SEMAPHORE_TYPE_CREATE_INFO,
      .semaphoreType = VK_SEMAPHORE_TYPE_TIMELINE,
      .initialValue = initial,
   };
   return create_semaphore(device, &type);
}

void
submit_to(VkQueue queue, const struct submission *submission)
{
   const uint32_t waits = submission->wait ? 1 : 0, signals = submission->signal ? 1 : 0;
   const VkTimelineSemaphoreSubmitInfo values = {
      .sType = VK_STRUCTURE_TYPE_TIMELINE_SEMAPHORE_SUBMIT_INFO,
      .waitSemaphoreValueCount = waits,
      .pWaitSemaphoreValues = &submission->wait_value,
      .signalSemaphoreValueCount = signals,
      .pSignalSemaphoreValues = &submission->signal_value,
   };
   const VkPipelineStageFlags all = VK_PIPELINE_STAGE_ALL_COMMANDS_BIT;
   const bool timeline = submission->wait_value || submission->signal_value;
   const VkSubmitInfo info = {
      .sType = VK_STRUCTURE_TYPE_SUBMIT_INFO,
      .pNext = timeline ? &values : NULL,
      .waitSemaphoreCount = waits,
      .pWaitSemaphores = &submission->wait,
      .pWaitDstStageMask = &all,
      .commandBufferCount = submission->commands ? 1 : 0,
      .pCommandBuffers = &submission->commands,
      .signalSemaphoreCount = signals,
      .pSignalSemaphores = &submission->signal,
   };
   if (submission->commands)
      must(check_result("vkEndCommandBuffer", VK_SUCCESS, vkEndCommandBuffer(submission->commands)));
   must(check_result("vkQueueSubmit", VK_SUCCESS, vkQueueSubmit(queue, 1, &info, submission->fence)));
}

void
must_reach(const struct device *device, VkSemaphore timeline, uint64_t value, const char *name)
{
   const VkSemaphoreWaitInfo info = {
      .sType = VK_STRUCTURE_TYPE_SEMAPHORE_WAIT_INFO,
      .semaphoreCount = 1,
      .pSemaphores = &timeline,
      .pValues = &value,
   };
   const VkResult waited = vkWaitSemaphores(device->handle, &info, WAIT_NS);
   if (waited == VK_SUCCESS) {
      check_result(name, VK_SUCCESS, waited);
      return;
   }
   uint64_t counter = 0;
   const VkResult asked = vkGetSemaphoreCounterValue(device->handle, timeline, &counter);
   char message[160];
   snprintf(message, sizeof(message), "waited for %" PRIu64 "; vkGetSemaphoreCounterValue then gives %s and %" PRIu64,
            value, vk_result_name(asked), counter);
   must(check_values(name, false, vk_result_name(VK_SUCCESS), vk_result_name(waited), message));
}

bool
check_counter(const struct device *device, VkSemaphore timeline, uint64_t value, const char *name)
{
   uint64_t counter = 0;
   const VkResult asked = vkGetSemaphoreCounterValue(device->handle, timeline, &counter);
   return asked == VK_SUCCESS ? check_number(name, value, counter) : check_result(name, VK_SUCCESS, asked);
}
