/*
 * Where device and kernel agree on an alignment of blobs, it is said, it is whole pages, and a size that breaks it is
 * refused at once instead of being placed where a host cannot map it.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "probe.h"
#include "virtgpu.h"
#include "virtgpu_raw.h"

#define SMALLEST_PAGE 4096u

static void
check_size(int fd, const char *name, uint64_t size, int expected)
{
   struct blob blob;
   const int error = virtgpu_create_blob(fd, size, &blob);
   check(name, error == expected, "%llu bytes: %s", (unsigned long long)size, error ? strerror(error) : "success");
   if (error == 0)
      virtgpu_close_blob(fd, &blob);
}

static void
run(void)
{
   const int fd = open_venus_context();
   int value;
   const int error = virtgpu_get_param(fd, PARAM_BLOB_ALIGNMENT, &value);
   if (error == ENOENT)
      skip_probe("The device does not offer VIRTIO_GPU_F_BLOB_ALIGNMENT.");
   if (error == EINVAL)
      skip_probe("The guest kernel knows nothing of VIRTIO_GPU_F_BLOB_ALIGNMENT.");
   must(check("DRM_IOCTL_VIRTGPU_GETPARAM 9", error == 0, "%s", strerror(error)));

   const uint32_t alignment = (uint32_t)value;
   must(check("a power of two of whole pages", alignment >= SMALLEST_PAGE && (alignment & (alignment - 1)) == 0,
              "the alignment is %u", alignment));
   check_size(fd, "an aligned size", 3ull * alignment, 0);
   check_size(fd, "a byte more", 3ull * alignment + 1, EINVAL);
   check_size(fd, "half of the alignment more", 3ull * alignment + alignment / 2, EINVAL);
   close(fd);
}

const struct probe this_probe = {
   .id = "drm/blob-alignment-param",
   .title = "Where blobs have an alignment, it is said, and a size that breaks it is refused",
   .run = run,
};
