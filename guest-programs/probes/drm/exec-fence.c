/*
 * Empty submissions to Venus' context come back, and the fence of each signals soon: without Vulkan in between, what is
 * late or missing here is the kernel's or the host's.
 */
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "environment.h"
#include "probe.h"
#include "virtgpu.h"
#include "virtgpu_raw.h"

#define COUNT 80u
/* $VENUS_SUITE_WAIT_MS overrides it for a stack that is known to be slower. */
#define SOON_MS 1000
/* The ring of the context itself; the others wait until Venus has bound a queue to them. */
#define CONTEXT_RING 0u

/* 0, or an errno value; ETIME for a fence that does not signal. */
static int
submit_and_wait(int fd, double *took_ms)
{
   struct virtgpu_execbuffer submit = {
      .flags = EXECBUF_RING | EXECBUF_FENCE_FD_OUT,
      .ring = CONTEXT_RING,
      .fence_fd = -1,
   };
   const double start = seconds_now();
   const int error = drm_call(fd, DRM_IOCTL_VIRTGPU_EXECBUFFER, &submit);
   if (error != 0)
      return error;
   struct pollfd fence = {.fd = submit.fence_fd, .events = POLLIN};
   const int ready = poll(&fence, 1, (int)number_from_environment("VENUS_SUITE_WAIT_MS", SOON_MS));
   *took_ms = (seconds_now() - start) * 1000;
   close(submit.fence_fd);
   return ready == 1 && fence.revents & POLLIN ? 0 : ETIME;
}

static void
run(void)
{
   const int fd = open_venus_context();
   static double took_ms[COUNT];
   unsigned count = 0;
   int error = 0;
   while (count < COUNT && (error = submit_and_wait(fd, &took_ms[count])) == 0)
      count++;
   check("submissions whose fence signalled", count == COUNT, "%u of %u, then %s", count, COUNT,
         error == ETIME ? "a fence that did not signal in time" : strerror(error));
   report_metric("submission to fence", "ms", took_ms, count);
   close(fd);
}

const struct probe this_probe = {
   .id = "drm/exec-fence",
   .title = "Empty submissions to the context of Venus come back, and their fences signal soon",
   .run = run,
};
