/* Submissions to the kernel that are refused, or whose fences are not what they say. */
#include <errno.h>
#include <stdatomic.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "kernel.h"
#include "virtgpu_raw.h"

#define MOST_SUBMISSIONS 50u

/* The sync file of a submission never becomes readable. */
static int
sync_file_never(int fd, unsigned long request, void *argument)
{
   const int result = kernel(fd, request, argument);
   struct virtgpu_execbuffer *execbuffer = argument;
   if (request == DRM_IOCTL_VIRTGPU_EXECBUFFER && result == 0 && execbuffer->flags & EXECBUF_FENCE_FD_OUT) {
      close(execbuffer->fence_fd);
      execbuffer->fence_fd = eventfd(0, EFD_CLOEXEC);
   }
   return result;
}

/* A device that the kernel takes for hung is given no more work. */
static int
refused_late(int fd, unsigned long request, void *argument)
{
   static atomic_uint submitted;
   if (request == DRM_IOCTL_VIRTGPU_EXECBUFFER && atomic_fetch_add(&submitted, 1) >= MOST_SUBMISSIONS)
      return refuse(EIO);
   return kernel(fd, request, argument);
}

extern const struct kernel_fault submission_faults[];
const struct kernel_fault submission_faults[] = {
   {"kernel-sync-files-never-signal", sync_file_never},
   {"kernel-submissions-refused-late", refused_late},
   {0},
};
