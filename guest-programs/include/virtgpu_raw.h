/* The ioctls themselves, for probes that ask for what no helper of virtgpu.h would. */
#ifndef VIRTGPU_RAW_H
#define VIRTGPU_RAW_H

#include <stdint.h>
#include <sys/ioctl.h>

/* 0 or an errno value, with the restarts that DRM asks of its callers. */
int drm_call(int fd, unsigned long request, void *argument);

struct drm_gem_close {
   uint32_t handle, pad;
};

struct virtgpu_map {
   uint64_t offset;
   uint32_t handle, pad;
};

struct virtgpu_execbuffer {
   uint32_t flags, size;
   uint64_t command, handles;
   uint32_t handle_count;
   int32_t fence_fd;
   uint32_t ring, syncobj_stride, in_syncobj_count, out_syncobj_count;
   uint64_t in_syncobjs, out_syncobjs;
};
#define EXECBUF_FENCE_FD_IN 1u
#define EXECBUF_FENCE_FD_OUT 2u
#define EXECBUF_RING 4u

struct virtgpu_getparam {
   uint64_t param;
   /* The address of an int. */
   uint64_t value;
};
#define PARAM_3D_FEATURES 1u
#define PARAM_CAPSET_QUERY_FIX 2u
#define PARAM_RESOURCE_BLOB 3u
#define PARAM_HOST_VISIBLE 4u
#define PARAM_CROSS_DEVICE 5u
#define PARAM_CONTEXT_INIT 6u
/* A bit for each capset. */
#define PARAM_SUPPORTED_CAPSETS 7u
#define PARAM_EXPLICIT_DEBUG_NAME 8u
#define PARAM_BLOB_ALIGNMENT 9u

struct virtgpu_resource_create {
   uint32_t target, format, bind, width, height, depth, array_size, last_level, sample_count, flags;
   uint32_t handle, resource, size, stride;
};

struct virtgpu_resource_info {
   uint32_t handle, resource, size, blob_memory;
};

/* Both directions. */
struct virtgpu_transfer {
   uint32_t handle;
   struct {
      uint32_t x, y, z, width, height, depth;
   } box;
   uint32_t level, offset, stride, layer_stride;
};

struct virtgpu_wait {
   uint32_t handle, flags;
};
#define WAIT_NOWAIT 1u

struct virtgpu_caps {
   uint32_t capset, version;
   uint64_t address;
   uint32_t size, pad;
};

struct virtgpu_resource_create_blob {
   uint32_t memory, flags, handle, resource;
   uint64_t size;
   uint32_t pad, command_size;
   uint64_t command, blob_id;
};
#define BLOB_MEMORY_HOST3D 2u
#define BLOB_FLAG_MAPPABLE 1u

struct virtgpu_context_param {
   uint64_t param, value;
};
#define CONTEXT_PARAM_CAPSET 1u
#define CONTEXT_PARAM_RINGS 2u
#define VENUS_RINGS 64u

struct virtgpu_context_init {
   uint32_t param_count, pad;
   uint64_t params;
};

#define DRM_IOCTL_GEM_CLOSE _IOW('d', 0x09, struct drm_gem_close)
#define DRM_IOCTL_VIRTGPU_MAP _IOWR('d', 0x41, struct virtgpu_map)
#define DRM_IOCTL_VIRTGPU_EXECBUFFER _IOWR('d', 0x42, struct virtgpu_execbuffer)
#define DRM_IOCTL_VIRTGPU_GETPARAM _IOWR('d', 0x43, struct virtgpu_getparam)
#define DRM_IOCTL_VIRTGPU_RESOURCE_CREATE _IOWR('d', 0x44, struct virtgpu_resource_create)
#define DRM_IOCTL_VIRTGPU_RESOURCE_INFO _IOWR('d', 0x45, struct virtgpu_resource_info)
#define DRM_IOCTL_VIRTGPU_TRANSFER_FROM_HOST _IOWR('d', 0x46, struct virtgpu_transfer)
#define DRM_IOCTL_VIRTGPU_TRANSFER_TO_HOST _IOWR('d', 0x47, struct virtgpu_transfer)
#define DRM_IOCTL_VIRTGPU_WAIT _IOWR('d', 0x48, struct virtgpu_wait)
#define DRM_IOCTL_VIRTGPU_GET_CAPS _IOWR('d', 0x49, struct virtgpu_caps)
#define DRM_IOCTL_VIRTGPU_RESOURCE_CREATE_BLOB _IOWR('d', 0x4a, struct virtgpu_resource_create_blob)
#define DRM_IOCTL_VIRTGPU_CONTEXT_INIT _IOWR('d', 0x4b, struct virtgpu_context_init)

#endif
