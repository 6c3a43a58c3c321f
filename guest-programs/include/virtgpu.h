/*
 * The virtio-gpu DRM device by its ioctls. The numbers and layouts are the kernel's stable interface
 * (include/uapi/drm/drm.h, drm_mode.h, virtgpu_drm.h), written down here because not every build machine has them.
 */
#ifndef VIRTGPU_H
#define VIRTGPU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define VIRTGPU_CAPSET_VENUS 4u

/*
 * Opens the first node of virtio-gpu among /dev/dri/renderD* (or card*), whose number is in the name.
 * Skips the probe where there is no DRM device, ends it with an error where none is virtio-gpu's.
 */
int open_render_node(void);
int open_card_node(void);

/* 0 or an errno value. `value` is 0 where the parameter is unknown. */
int virtgpu_get_param(int fd, uint32_t param, int *value);
/* 0 or an errno value. */
int virtgpu_get_caps(int fd, uint32_t capset, void *bytes, uint32_t size);
int virtgpu_context_init(int fd, uint32_t capset);
/* A render node with a context for Venus; ends the probe with an error where it cannot be made. */
int open_venus_context(void);

struct blob {
   uint32_t handle;
   /* The host's number for it. */
   uint32_t resource;
   uint64_t size;
   /* NULL until map_blob. */
   void *map;
};
/*
 * Memory that the host makes for the guest to map (HOST3D, mappable, blob_id 0: shared memory of the renderer).
 * 0 or an errno value; success proves nothing about the host, which answers later.
 */
int virtgpu_create_blob(int fd, uint64_t size, struct blob *blob);
/* The kernel waits here for the host's answer to the map. 0 or an errno value. */
int virtgpu_map_blob(int fd, struct blob *blob);
void virtgpu_close_blob(int fd, struct blob *blob);

/* The id of the first connector with something connected, or 0. */
uint32_t connected_connector(int fd);

#endif
