/* A render server's worker of which a thread or the connection ends, or that is slow. */
#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <time.h>

#include "../fault.h"
#include "in-renderer.h"

/* virglrenderer names its threads by what they are for. */
static bool
in_thread(const char *kind)
{
   char name[16];
   return in_renderer() && pthread_getname_np(pthread_self(), name, sizeof(name)) == 0 &&
          strncmp(name, kind, strlen(kind)) == 0;
}

/* Nobody reads the ring any more, and the worker lives on. */
static VKAPI_ATTR VkResult VKAPI_CALL
ring_thread_ends(VkCommandBuffer commands, const VkCommandBufferBeginInfo *info)
{
   static atomic_uint recordings;
   if (in_thread("vkr-ring-") && atomic_fetch_add(&recordings, 1) == 20)
      pthread_exit(NULL);
   return NEXT(vkBeginCommandBuffer)(commands, info);
}

/* Nobody waits for what the guest's kernel has a fence for. */
static VKAPI_ATTR VkResult VKAPI_CALL
fence_thread_ends(VkDevice device, uint32_t count, const VkFence *fences, VkBool32 all, uint64_t timeout)
{
   if (in_thread("vkr-queue-"))
      pthread_exit(NULL);
   return NEXT(vkWaitForFences)(device, count, fences, all, timeout);
}

/* The connection to QEMU's side of the renderer is cut. Other sockets are QEMU's, which the server was forked from. */
static void
cut_connection(void)
{
   for (int fd = 3; fd < 256; fd++) {
      int type;
      socklen_t size = sizeof(type);
      if (getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) == 0 && type == SOCK_SEQPACKET)
         shutdown(fd, SHUT_RDWR);
   }
}

static VKAPI_ATTR VkResult VKAPI_CALL
connection_lost(VkCommandBuffer commands, const VkCommandBufferBeginInfo *info)
{
   static atomic_uint recordings;
   if (in_renderer() && atomic_fetch_add(&recordings, 1) == 20)
      cut_connection();
   return NEXT(vkBeginCommandBuffer)(commands, info);
}

static void
dawdle(void)
{
   if (in_renderer())
      nanosleep(&(struct timespec){ .tv_nsec = 100000000 }, NULL);
}

static VKAPI_ATTR VkResult VKAPI_CALL
slow_begin(VkCommandBuffer commands, const VkCommandBufferBeginInfo *info)
{
   dawdle();
   return NEXT(vkBeginCommandBuffer)(commands, info);
}

static VKAPI_ATTR VkResult VKAPI_CALL
slow_submit(VkQueue queue, uint32_t count, const VkSubmitInfo *submits, VkFence fence)
{
   dawdle();
   return NEXT(vkQueueSubmit)(queue, count, submits, fence);
}

static VKAPI_ATTR VkResult VKAPI_CALL
slow_status(VkDevice device, VkFence fence)
{
   dawdle();
   return NEXT(vkGetFenceStatus)(device, fence);
}

extern const struct fault worker_faults[];
const struct fault worker_faults[] = {
   { "ring-thread-ends", { HOOK(vkBeginCommandBuffer, ring_thread_ends) } },
   { "fence-thread-ends", { HOOK(vkWaitForFences, fence_thread_ends) } },
   { "connection-lost", { HOOK(vkBeginCommandBuffer, connection_lost) } },
   { "renderer-slow",
     { HOOK(vkBeginCommandBuffer, slow_begin), HOOK(vkQueueSubmit, slow_submit),
       HOOK(vkGetFenceStatus, slow_status) } },
   { 0 },
};
