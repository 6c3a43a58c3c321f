/* Fences and semaphores that never signal, signal early, or tell the wrong value. */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../fault.h"

static void
sleep_ns(uint64_t ns)
{
   const struct timespec time = { .tv_sec = (time_t)(ns / 1000000000u), .tv_nsec = (long)(ns % 1000000000u) };
   nanosleep(&time, NULL);
}

static VKAPI_ATTR VkResult VKAPI_CALL
fence_status_never(VkDevice device, VkFence fence)
{
   (void)device, (void)fence;
   return VK_NOT_READY;
}

static VKAPI_ATTR VkResult VKAPI_CALL
fence_wait_never(VkDevice device, uint32_t count, const VkFence *fences, VkBool32 all, uint64_t timeout)
{
   (void)device, (void)count, (void)fences, (void)all;
   sleep_ns(timeout < 100000000u ? timeout : 100000000u);
   return VK_TIMEOUT;
}

/* The fills by which Venus tells the guest of a fence are lost as well: it never signals, however it is asked. */
static VKAPI_ATTR void VKAPI_CALL
feedback_fill_dropped(VkCommandBuffer cmd, VkBuffer buffer, VkDeviceSize offset, VkDeviceSize size, uint32_t data)
{
   if (size > 8)
      NEXT(vkCmdFillBuffer)(cmd, buffer, offset, size, data);
}

/* The renderer's doing: the same driver fills right for a program that has no renderer above it. */
static VKAPI_ATTR void VKAPI_CALL
renderer_fill_dropped(VkCommandBuffer cmd, VkBuffer buffer, VkDeviceSize offset, VkDeviceSize size, uint32_t data)
{
   if (size > 8 || strncmp(program_invocation_short_name, "virgl_render", 12) != 0)
      NEXT(vkCmdFillBuffer)(cmd, buffer, offset, size, data);
}

static VKAPI_ATTR VkResult VKAPI_CALL
fence_reset_lost(VkDevice device, uint32_t count, const VkFence *fences)
{
   (void)device, (void)count, (void)fences;
   return VK_SUCCESS;
}

/* Work that is held back. */
struct held {
   VkQueue queue;
   uint32_t count;
   VkCommandBuffer commands[64];
};
/* A queue takes one submission at a time. */
static pthread_mutex_t submitting = PTHREAD_MUTEX_INITIALIZER;

static void *
submit_later(void *argument)
{
   struct held *held = argument;
   const VkSubmitInfo submit = {
      .sType = VK_STRUCTURE_TYPE_SUBMIT_INFO,
      .commandBufferCount = held->count,
      .pCommandBuffers = held->commands,
   };
   sleep_ns(50000000);
   pthread_mutex_lock(&submitting);
   NEXT(vkQueueSubmit)(held->queue, 1, &submit, VK_NULL_HANDLE);
   pthread_mutex_unlock(&submitting);
   free(held);
   return NULL;
}

/* The fence goes with submissions that are empty, and the work follows 50 ms later from a thread of its own. */
static VKAPI_ATTR VkResult VKAPI_CALL
fence_early(VkQueue queue, uint32_t count, const VkSubmitInfo *submits, VkFence fence)
{
   struct held *held = calloc(1, sizeof(*held));
   VkSubmitInfo empty[32];
   if (!held || count > 32)
      return VK_ERROR_OUT_OF_HOST_MEMORY;
   held->queue = queue;
   for (uint32_t i = 0; i < count; i++) {
      empty[i] = submits[i];
      empty[i].commandBufferCount = 0;
      for (uint32_t j = 0; j < submits[i].commandBufferCount && held->count < 64; j++)
         held->commands[held->count++] = submits[i].pCommandBuffers[j];
   }
   pthread_mutex_lock(&submitting);
   const VkResult result = NEXT(vkQueueSubmit)(queue, count, empty, fence);
   pthread_mutex_unlock(&submitting);
   pthread_t thread;
   if (pthread_create(&thread, NULL, submit_later, held) == 0)
      pthread_detach(thread);
   return result;
}

static VKAPI_ATTR VkResult VKAPI_CALL
counter_ahead(VkDevice device, VkSemaphore semaphore, uint64_t *value)
{
   const VkResult result = NEXT(vkGetSemaphoreCounterValue)(device, semaphore, value);
   *value += 1;
   return result;
}

static VKAPI_ATTR VkResult VKAPI_CALL
host_signal_dropped(VkDevice device, const VkSemaphoreSignalInfo *info)
{
   (void)device, (void)info;
   return VK_SUCCESS;
}

static VKAPI_ATTR VkResult VKAPI_CALL
semaphore_wait_at_once(VkDevice device, const VkSemaphoreWaitInfo *info, uint64_t timeout)
{
   (void)device, (void)info, (void)timeout;
   return VK_SUCCESS;
}

/* No submission waits for its semaphores. */
static VKAPI_ATTR VkResult VKAPI_CALL
waits_lost(VkQueue queue, uint32_t count, const VkSubmitInfo *submits, VkFence fence)
{
   VkSubmitInfo changed[32];
   if (count > 32)
      return VK_ERROR_OUT_OF_HOST_MEMORY;
   for (uint32_t i = 0; i < count; i++) {
      changed[i] = submits[i];
      changed[i].waitSemaphoreCount = 0;
      /* Its values would no longer fit their semaphores in number. */
      if (submits[i].pNext &&
          ((const VkBaseInStructure *)submits[i].pNext)->sType == VK_STRUCTURE_TYPE_TIMELINE_SEMAPHORE_SUBMIT_INFO) {
         static _Thread_local VkTimelineSemaphoreSubmitInfo values[32];
         values[i] = *(const VkTimelineSemaphoreSubmitInfo *)submits[i].pNext;
         values[i].waitSemaphoreValueCount = 0;
         changed[i].pNext = &values[i];
      }
   }
   return NEXT(vkQueueSubmit)(queue, count, changed, fence);
}

extern const struct fault sync_faults[];
const struct fault sync_faults[] = {
   { "fence-never",
     { HOOK(vkGetFenceStatus, fence_status_never), HOOK(vkWaitForFences, fence_wait_never),
       HOOK(vkCmdFillBuffer, feedback_fill_dropped) } },
   { "fence-feedback-lost", { HOOK(vkCmdFillBuffer, renderer_fill_dropped) } },
   { "fence-reset-lost", { HOOK(vkResetFences, fence_reset_lost) } },
   { "fence-early", { HOOK(vkQueueSubmit, fence_early) } },
   { "timeline-ahead", { HOOK(vkGetSemaphoreCounterValue, counter_ahead) } },
   { "timeline-host-signal-dropped", { HOOK(vkSignalSemaphore, host_signal_dropped) } },
   { "timeline-wait-at-once", { HOOK(vkWaitSemaphores, semaphore_wait_at_once) } },
   { "semaphore-waits-lost", { HOOK(vkQueueSubmit, waits_lost) } },
   { 0 },
};
