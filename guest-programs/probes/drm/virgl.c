/*
 * The host also draws GL for the guest: a context for virgl is made, and bytes go to the host's GL and come back from
 * it. The guest needs no GL driver for that, so what its name would be is not asked.
 */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "probe.h"
#include "virtgpu.h"
#include "virtgpu_raw.h"

#define CAPSET_VIRGL 1u
#define CAPSET_VIRGL2 2u
/* A buffer of bytes, as Gallium numbers it: PIPE_BUFFER, R8_UNORM, BIND_VERTEX_BUFFER. */
#define TARGET_BUFFER 0u
#define FORMAT_R8_UNORM 64u
#define BIND_VERTEX_BUFFER (1u << 4)
#define BYTES 16384u
#define ANSWER_S 5.0

/* Virgl before 2 has no rings, so the helper for Venus does not fit. */
static int
init_context(int fd, uint32_t capset)
{
   struct virtgpu_context_param param = {CONTEXT_PARAM_CAPSET, capset};
   struct virtgpu_context_init init = {.param_count = 1, .params = (uintptr_t)&param};
   return drm_call(fd, DRM_IOCTL_VIRTGPU_CONTEXT_INIT, &init);
}

/* The kernel's own wait is one of 15 s. */
static int
wait_idle(int fd, uint32_t handle)
{
   struct virtgpu_wait wait = {.handle = handle, .flags = WAIT_NOWAIT};
   const double end = seconds_now() + ANSWER_S;
   int error;
   while ((error = drm_call(fd, DRM_IOCTL_VIRTGPU_WAIT, &wait)) == EBUSY && seconds_now() < end)
      sleep_ms(2);
   return error;
}

static void
must_transfer(int fd, unsigned long request, uint32_t handle, const char *name)
{
   struct virtgpu_transfer transfer = {.handle = handle, .box = {.width = BYTES, .height = 1, .depth = 1}};
   int error = drm_call(fd, request, &transfer);
   if (error == 0)
      error = wait_idle(fd, handle);
   must(check(name, error == 0, "%s", strerror(error)));
}

static void
check_round_trip(int fd)
{
   struct virtgpu_resource_create create = {
      .target = TARGET_BUFFER,
      .format = FORMAT_R8_UNORM,
      .bind = BIND_VERTEX_BUFFER,
      .width = BYTES,
      .height = 1,
      .depth = 1,
      .array_size = 1,
      .size = BYTES,
   };
   const int created = drm_call(fd, DRM_IOCTL_VIRTGPU_RESOURCE_CREATE, &create);
   must(check("a buffer of the context", created == 0, "DRM_IOCTL_VIRTGPU_RESOURCE_CREATE: %s", strerror(created)));
   struct blob buffer = {.handle = create.handle, .size = BYTES};
   const int mapped = virtgpu_map_blob(fd, &buffer);
   must(check("its mapping", mapped == 0, "%s", strerror(mapped)));

   unsigned char *bytes = buffer.map;
   for (unsigned i = 0; i < BYTES; i++)
      bytes[i] = (unsigned char)(i * 7 ^ i >> 8);
   must_transfer(fd, DRM_IOCTL_VIRTGPU_TRANSFER_TO_HOST, buffer.handle, "a transfer to the host");
   memset(bytes, 0x5a, BYTES);
   must_transfer(fd, DRM_IOCTL_VIRTGPU_TRANSFER_FROM_HOST, buffer.handle, "a transfer from the host");
   unsigned first = 0;
   while (first < BYTES && bytes[first] == (unsigned char)(first * 7 ^ first >> 8))
      first++;
   check("the bytes that came back", first == BYTES, "byte %u differs", first);
   virtgpu_close_blob(fd, &buffer);
}

static void
run(void)
{
   const int fd = open_render_node();
   int capsets;
   const int error = virtgpu_get_param(fd, PARAM_SUPPORTED_CAPSETS, &capsets);
   if (error)
      fail_setup("DRM_IOCTL_VIRTGPU_GETPARAM 7 failed: %s.", strerror(error));
   if (!(capsets & (1 << CAPSET_VIRGL | 1 << CAPSET_VIRGL2)))
      skip_probe("The host offers no capability set of virgl, 1 or 2.");
   const uint32_t capset = capsets & 1 << CAPSET_VIRGL2 ? CAPSET_VIRGL2 : CAPSET_VIRGL;
   const int init = init_context(fd, capset);
   must(check("DRM_IOCTL_VIRTGPU_CONTEXT_INIT for virgl", init == 0, "capset %u: %s", capset, strerror(init)));
   check_round_trip(fd);
   close(fd);
}

const struct probe this_probe = {
   .id = "drm/virgl",
   .title = "A context for virgl is made, and bytes go to the host's GL and come back",
   .run = run,
};
