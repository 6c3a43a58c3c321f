/*
 * A Venus context is made, and it lives: the ioctl succeeds before the host has done anything, so shared memory is
 * asked of the context and mapped, which only a living renderer answers.
 */
#include <string.h>
#include <unistd.h>

#include "probe.h"
#include "virtgpu.h"

#define CONTEXTS 4

static void
run(void)
{
   for (unsigned i = 0; i < CONTEXTS; i++) {
      const int fd = open_render_node();
      const int init = virtgpu_context_init(fd, VIRTGPU_CAPSET_VENUS);
      must(check("DRM_IOCTL_VIRTGPU_CONTEXT_INIT with capset 4", init == 0, "context %u: %s", i, strerror(init)));

      struct blob blob;
      const int created = virtgpu_create_blob(fd, 65536, &blob);
      must(check("memory of the context", created == 0, "context %u: DRM_IOCTL_VIRTGPU_RESOURCE_CREATE_BLOB: %s", i,
                 strerror(created)));
      const int mapped = virtgpu_map_blob(fd, &blob);
      must(check("the host answers in the context", mapped == 0,
                 "context %u: its memory cannot be mapped: %s; the renderer refused the context or lost it", i,
                 strerror(mapped)));
      virtgpu_close_blob(fd, &blob);
      close(fd);
   }
}

const struct probe this_probe = {
   .id = "drm/context",
   .title = "A context for the Venus capability set is made and answers",
   .run = run,
};
