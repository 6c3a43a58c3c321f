/* One wait for several timelines: any of them or all, signalled by the device or by the host, and neither too early. */
#include "semaphore.h"

#define TIMELINES 4u

static VkResult
wait_for(const struct device *device, const VkSemaphore *timelines, const uint64_t *values, bool any, uint64_t ns)
{
   const VkSemaphoreWaitInfo info = {
      .sType = VK_STRUCTURE_TYPE_SEMAPHORE_WAIT_INFO,
      .flags = any ? VK_SEMAPHORE_WAIT_ANY_BIT : 0,
      .semaphoreCount = TIMELINES,
      .pSemaphores = timelines,
      .pValues = values,
   };
   return vkWaitSemaphores(device->handle, &info, ns);
}

static void
signal_one(const struct device *device, VkSemaphore timeline, uint64_t value, bool by_host)
{
   if (!by_host) {
      submit_to(device->queue, &(struct submission){.signal = timeline, .signal_value = value});
      return;
   }
   const VkSemaphoreSignalInfo info = {
      .sType = VK_STRUCTURE_TYPE_SEMAPHORE_SIGNAL_INFO,
      .semaphore = timeline,
      .value = value,
   };
   must(check_result("vkSignalSemaphore", VK_SUCCESS, vkSignalSemaphore(device->handle, &info)));
}

static void
run(void)
{
   struct device device = open_timeline_device();
   VkSemaphore timelines[TIMELINES];
   uint64_t values[TIMELINES];
   for (uint32_t i = 0; i < TIMELINES; i++) {
      timelines[i] = create_timeline(&device, 0);
      values[i] = 1;
   }

   /* Each in turn is the one that signals; afterwards it is asked for a value that it has not. */
   for (uint32_t chosen = 0; chosen < TIMELINES; chosen++) {
      check_result("any of them before a signal", VK_TIMEOUT, wait_for(&device, timelines, values, true, 0));
      signal_one(&device, timelines[chosen], values[chosen], chosen % 2);
      must(check_result("any of them after one signal", VK_SUCCESS,
                        wait_for(&device, timelines, values, true, WAIT_NS)));
      check_result("all of them after one signal", VK_TIMEOUT, wait_for(&device, timelines, values, false, 0));
      values[chosen]++;
   }
   for (uint32_t i = 0; i < TIMELINES; i++)
      signal_one(&device, timelines[i], values[i], i % 2);
   must(check_result("all of them after all signals", VK_SUCCESS,
                     wait_for(&device, timelines, values, false, WAIT_NS)));

   SETUP(vkQueueWaitIdle(device.queue));
   for (uint32_t i = 0; i < TIMELINES; i++)
      vkDestroySemaphore(device.handle, timelines[i], NULL);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "sync/timeline-wait-any",
   .title = "A wait for any of several timelines returns with the first signal, a wait for all with the last",
   .run = run,
};
