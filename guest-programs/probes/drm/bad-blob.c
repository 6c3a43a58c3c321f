/*
 * Blobs and handles that are wrong are refused with an errno, soon, and cost nothing: the kernel does not oops, and
 * the same context goes on making good blobs. Some are refused by the kernel, an id that is unknown by the host alone.
 */
#include <string.h>
#include <unistd.h>

#include "kernel_messages.h"
#include "probe.h"
#include "virtgpu.h"
#include "virtgpu_raw.h"

/* Far from what a refusal takes in an emulated guest on a busy machine, and far from for ever. */
#define SOON_S 5.0
#define NO_HANDLE 0x7fff0000u

static const struct {
   const char *name;
   struct virtgpu_resource_create_blob create;
} wrong[] = {
   {"an unknown kind of memory", {.memory = 7, .flags = BLOB_FLAG_MAPPABLE, .size = 65536}},
   {"an unknown flag", {.memory = BLOB_MEMORY_HOST3D, .flags = 0x100, .size = 65536}},
   {"a piece of command of three bytes", {.memory = BLOB_MEMORY_HOST3D, .flags = 1, .size = 65536, .command_size = 3}},
   {"more than any window", {.memory = BLOB_MEMORY_HOST3D, .flags = BLOB_FLAG_MAPPABLE, .size = 1ull << 46}},
   {"an id that the host does not know",
    {.memory = BLOB_MEMORY_HOST3D, .flags = BLOB_FLAG_MAPPABLE, .size = 65536, .blob_id = 0xdeadbeefdeadbeefull}},
};

/* Makes it and, where the kernel takes it, maps it, which waits for the host's answer. */
static int
create_and_map(int fd, struct virtgpu_resource_create_blob create)
{
   const int error = drm_call(fd, DRM_IOCTL_VIRTGPU_RESOURCE_CREATE_BLOB, &create);
   if (error)
      return error;
   struct blob blob = {.handle = create.handle, .size = create.size};
   const int mapped = virtgpu_map_blob(fd, &blob);
   virtgpu_close_blob(fd, &blob);
   return mapped;
}

static void
check_refused(const char *name, int error, double start)
{
   const double took = seconds_now() - start;
   check(name, error != 0 && took < SOON_S, "%s after %.1f s", error ? strerror(error) : "success", took);
}

static void
run(void)
{
   const int log = listen_to_kernel();
   const int fd = open_venus_context();
   for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
      const double start = seconds_now();
      check_refused(wrong[i].name, create_and_map(fd, wrong[i].create), start);
   }
   double start = seconds_now();
   struct virtgpu_map map = {.handle = NO_HANDLE};
   check_refused("a map of no handle", drm_call(fd, DRM_IOCTL_VIRTGPU_MAP, &map), start);
   start = seconds_now();
   struct virtgpu_resource_info info = {.handle = NO_HANDLE};
   check_refused("a question about no handle", drm_call(fd, DRM_IOCTL_VIRTGPU_RESOURCE_INFO, &info), start);
   start = seconds_now();
   struct drm_gem_close close_handle = {.handle = NO_HANDLE};
   check_refused("a close of no handle", drm_call(fd, DRM_IOCTL_GEM_CLOSE, &close_handle), start);

   const struct virtgpu_resource_create_blob good = {
      .memory = BLOB_MEMORY_HOST3D,
      .flags = BLOB_FLAG_MAPPABLE,
      .size = 65536,
   };
   const int error = create_and_map(fd, good);
   check("a good blob afterwards", error == 0, "%s", strerror(error));
   close(fd);
   static const char *const trouble[] = {"Oops", "BUG:", "WARNING:", "Internal error", "Call trace"};
   check_kernel_messages(log, "no oops", trouble, sizeof(trouble) / sizeof(trouble[0]));
}

const struct probe this_probe = {
   .id = "drm/bad-blob",
   .title = "Blobs and handles that are wrong are refused soon, without an oops, and the context lives on",
   .run = run,
};
