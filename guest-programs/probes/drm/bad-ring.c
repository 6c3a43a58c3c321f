/*
 * Rings, capsets and fences that are wrong are refused with an errno, soon, and the context goes on. A ring that the
 * context has and that no queue was bound to is the host's to refuse: virglrenderer ends that context, so the call must
 * come back, and the contexts beside it must live on.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "kernel_messages.h"
#include "probe.h"
#include "virtgpu.h"
#include "virtgpu_raw.h"

#define SOON_S 5.0
#define NO_DESCRIPTOR 9999
#define NO_HANDLE 0x7fff0000u

static void
check_errno(const char *name, int expected, int error, double start)
{
   const double took = seconds_now() - start;
   check(name, error == expected && took < SOON_S, "%s after %.1f s, expected %s", error ? strerror(error) : "success",
         took, expected ? strerror(expected) : "success");
}

static void
check_context_init(const char *name, struct virtgpu_context_param params[2], int expected)
{
   const int fd = open_render_node();
   const double start = seconds_now();
   struct virtgpu_context_init init = {.param_count = 2, .params = (uintptr_t)params};
   check_errno(name, expected, drm_call(fd, DRM_IOCTL_VIRTGPU_CONTEXT_INIT, &init), start);
   close(fd);
}

static void
check_submit(int fd, const char *name, struct virtgpu_execbuffer submit, int expected)
{
   const double start = seconds_now();
   check_errno(name, expected, drm_call(fd, DRM_IOCTL_VIRTGPU_EXECBUFFER, &submit), start);
   if (submit.flags & EXECBUF_FENCE_FD_OUT && submit.fence_fd >= 0)
      close(submit.fence_fd);
}

/* Memory of the context is mapped, which only a living renderer answers. */
static void
check_alive(int fd, const char *name)
{
   struct blob blob;
   int error = virtgpu_create_blob(fd, 65536, &blob);
   if (error == 0)
      error = virtgpu_map_blob(fd, &blob);
   check(name, error == 0, "a blob cannot be made and mapped: %s", strerror(error));
   virtgpu_close_blob(fd, &blob);
}

static void
run(void)
{
   const int log = listen_to_kernel();
   check_context_init("more rings than there can be",
                      (struct virtgpu_context_param[]){{CONTEXT_PARAM_CAPSET, VIRTGPU_CAPSET_VENUS},
                                                       {CONTEXT_PARAM_RINGS, VENUS_RINGS + 1}},
                      EINVAL);
   check_context_init("a capset that the host does not offer",
                      (struct virtgpu_context_param[]){{CONTEXT_PARAM_CAPSET, 63}, {CONTEXT_PARAM_RINGS, 1}}, EINVAL);

   const int fd = open_venus_context();
   check_errno("a second context of one descriptor", EEXIST, virtgpu_context_init(fd, VIRTGPU_CAPSET_VENUS),
               seconds_now());
   check_submit(fd, "the ring after the last", (struct virtgpu_execbuffer){.flags = EXECBUF_RING, .ring = VENUS_RINGS},
                EINVAL);
   check_submit(fd, "ring 0xffffffff", (struct virtgpu_execbuffer){.flags = EXECBUF_RING, .ring = UINT32_MAX}, EINVAL);
   check_submit(fd, "an unknown flag", (struct virtgpu_execbuffer){.flags = 0x80}, EINVAL);
   check_submit(fd, "a fence of no descriptor",
                (struct virtgpu_execbuffer){.flags = EXECBUF_FENCE_FD_IN, .fence_fd = NO_DESCRIPTOR}, EINVAL);
   const uint32_t no_handle = NO_HANDLE;
   check_submit(fd, "a buffer of no handle",
                (struct virtgpu_execbuffer){.handles = (uintptr_t)&no_handle, .handle_count = 1}, ENOENT);
   check_alive(fd, "the same context afterwards");

   const int doomed = open_venus_context();
   check_submit(doomed, "a ring that no queue is bound to",
                (struct virtgpu_execbuffer){
                   .flags = EXECBUF_RING | EXECBUF_FENCE_FD_OUT,
                   .ring = VENUS_RINGS - 1,
                   .fence_fd = -1,
                },
                0);
   close(doomed);
   check_alive(fd, "the context beside it");
   close(fd);
   static const char *const trouble[] = {"Oops", "BUG:", "WARNING:", "Internal error", "Call trace"};
   check_kernel_messages(log, "no oops", trouble, sizeof(trouble) / sizeof(trouble[0]));
}

const struct probe this_probe = {
   .id = "drm/bad-ring",
   .title = "Rings, capsets and fences that are wrong are refused soon, and contexts live on",
   .run = run,
};
