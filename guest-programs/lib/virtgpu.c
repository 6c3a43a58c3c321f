#include "virtgpu.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "kms.h"
#include "probe.h"
#include "virtgpu_raw.h"

struct drm_version {
   int major, minor, patch;
   size_t name_length;
   char *name;
   size_t date_length;
   char *date;
   size_t description_length;
   char *description;
};

#define DRM_IOCTL_VERSION _IOWR('d', 0x00, struct drm_version)

int
drm_call(int fd, unsigned long request, void *argument)
{
   int result;
   do
      result = ioctl(fd, request, argument);
   while (result != 0 && (errno == EINTR || errno == EAGAIN));
   return result == 0 ? 0 : errno;
}

static bool
is_virtio_gpu(int fd)
{
   char name[32] = "";
   struct drm_version version = {.name = name, .name_length = sizeof(name) - 1};
   return drm_call(fd, DRM_IOCTL_VERSION, &version) == 0 && strcmp(name, "virtio_gpu") == 0;
}

static int
open_node(const char *pattern)
{
   glob_t nodes;
   if (glob(pattern, 0, NULL, &nodes) != 0)
      skip_probe("There is no DRM device: nothing matches %s.", pattern);
   int fd = -1;
   for (size_t i = 0; i < nodes.gl_pathc && fd < 0; i++) {
      fd = open(nodes.gl_pathv[i], O_RDWR | O_CLOEXEC);
      if (fd >= 0 && !is_virtio_gpu(fd)) {
         close(fd);
         fd = -1;
      }
   }
   globfree(&nodes);
   if (fd < 0)
      fail_setup("None of %s can be opened as a virtio-gpu device (last error: %s).", pattern, strerror(errno));
   return fd;
}

int
virtgpu_get_param(int fd, uint32_t param, int *value)
{
   struct virtgpu_getparam get = {.param = param, .value = (uintptr_t)value};
   *value = 0;
   return drm_call(fd, DRM_IOCTL_VIRTGPU_GETPARAM, &get);
}

int
open_render_node(void)
{
   return open_node("/dev/dri/renderD*");
}

int
open_card_node(void)
{
   return open_node("/dev/dri/card*");
}

int
virtgpu_get_caps(int fd, uint32_t capset, void *bytes, uint32_t size)
{
   struct virtgpu_caps caps = {.capset = capset, .address = (uintptr_t)bytes, .size = size};
   return drm_call(fd, DRM_IOCTL_VIRTGPU_GET_CAPS, &caps);
}

int
virtgpu_context_init(int fd, uint32_t capset)
{
   struct virtgpu_context_param params[] = {
      {CONTEXT_PARAM_CAPSET, capset},
      {CONTEXT_PARAM_RINGS, VENUS_RINGS},
   };
   struct virtgpu_context_init init = {.param_count = 2, .params = (uintptr_t)params};
   return drm_call(fd, DRM_IOCTL_VIRTGPU_CONTEXT_INIT, &init);
}

int
open_venus_context(void)
{
   const int fd = open_render_node();
   const int error = virtgpu_context_init(fd, VIRTGPU_CAPSET_VENUS);
   if (error != 0)
      fail_setup("DRM_IOCTL_VIRTGPU_CONTEXT_INIT failed: %s.", strerror(error));
   return fd;
}

int
virtgpu_create_blob(int fd, uint64_t size, struct blob *blob)
{
   struct virtgpu_resource_create_blob create = {
      .memory = BLOB_MEMORY_HOST3D,
      .flags = BLOB_FLAG_MAPPABLE,
      .size = size,
   };
   const int error = drm_call(fd, DRM_IOCTL_VIRTGPU_RESOURCE_CREATE_BLOB, &create);
   *blob = (struct blob){.handle = create.handle, .resource = create.resource, .size = size};
   return error;
}

int
virtgpu_map_blob(int fd, struct blob *blob)
{
   struct virtgpu_map map = {.handle = blob->handle};
   const int error = drm_call(fd, DRM_IOCTL_VIRTGPU_MAP, &map);
   if (error)
      return error;
   void *address = mmap(NULL, blob->size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, (off_t)map.offset);
   if (address == MAP_FAILED)
      return errno;
   blob->map = address;
   return 0;
}

void
virtgpu_close_blob(int fd, struct blob *blob)
{
   if (blob->map)
      munmap(blob->map, blob->size);
   struct drm_gem_close close_handle = {.handle = blob->handle};
   drm_call(fd, DRM_IOCTL_GEM_CLOSE, &close_handle);
}

uint32_t
connected_connector(int fd)
{
   uint32_t ids[16];
   struct drm_mode_card_res resources = {.connectors = (uintptr_t)ids, .connector_count = 16};
   const int error = drm_call(fd, DRM_IOCTL_MODE_GETRESOURCES, &resources);
   if (error)
      fail_setup("DRM_IOCTL_MODE_GETRESOURCES failed: %s.", strerror(error));
   for (uint32_t i = 0; i < resources.connector_count && i < 16; i++) {
      struct drm_mode_get_connector connector = {.connector_id = ids[i]};
      if (drm_call(fd, DRM_IOCTL_MODE_GETCONNECTOR, &connector) == 0 && connector.connection == CONNECTION_CONNECTED)
         return ids[i];
   }
   return 0;
}
