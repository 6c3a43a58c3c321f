#include "kms.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "probe.h"
#include "virtgpu.h"
#include "virtgpu_raw.h"

#define MAX_MODES 64u
#define MAX_OBJECTS 16u

struct drm_mode_get_encoder {
   uint32_t encoder, type, crtc, possible_crtcs, possible_clones;
};

struct drm_mode_crtc {
   uint64_t connectors;
   uint32_t connector_count, crtc, framebuffer, x, y, gamma_size, mode_valid;
   struct drm_mode_info mode;
};

struct drm_mode_framebuffer {
   uint32_t framebuffer, width, height, pitch, bits, depth, handle;
};

struct drm_mode_page_flip {
   uint32_t crtc, framebuffer, flags, reserved;
   uint64_t user_data;
};
#define PAGE_FLIP_EVENT 1u

struct drm_mode_dirty {
   uint32_t framebuffer, flags, colour, clip_count;
   uint64_t clips;
};

struct drm_mode_create_dumb {
   uint32_t height, width, bits, flags, handle, pitch;
   uint64_t size;
};

struct drm_mode_map_dumb {
   uint32_t handle, pad;
   uint64_t offset;
};

struct drm_event_vblank {
   uint32_t type, length;
   uint64_t user_data;
   uint32_t seconds, microseconds, sequence, crtc;
};
#define EVENT_FLIP_COMPLETE 2u

#define DRM_IOCTL_MODE_GETCRTC _IOWR('d', 0xa1, struct drm_mode_crtc)
#define DRM_IOCTL_MODE_SETCRTC _IOWR('d', 0xa2, struct drm_mode_crtc)
#define DRM_IOCTL_MODE_GETENCODER _IOWR('d', 0xa6, struct drm_mode_get_encoder)
#define DRM_IOCTL_MODE_ADDFB _IOWR('d', 0xae, struct drm_mode_framebuffer)
#define DRM_IOCTL_MODE_RMFB _IOWR('d', 0xaf, uint32_t)
#define DRM_IOCTL_MODE_PAGE_FLIP _IOWR('d', 0xb0, struct drm_mode_page_flip)
#define DRM_IOCTL_MODE_DIRTYFB _IOWR('d', 0xb1, struct drm_mode_dirty)
#define DRM_IOCTL_MODE_CREATE_DUMB _IOWR('d', 0xb2, struct drm_mode_create_dumb)
#define DRM_IOCTL_MODE_MAP_DUMB _IOWR('d', 0xb3, struct drm_mode_map_dumb)
#define DRM_IOCTL_MODE_DESTROY_DUMB _IOWR('d', 0xb4, uint32_t)

static void
must_call(int fd, unsigned long request, void *argument, const char *name)
{
   const int error = drm_call(fd, request, argument);
   if (error)
      fail_setup("%s failed: %s.", name, strerror(error));
}

/* The first CRTC that the connector's first encoder can use. */
static uint32_t
find_crtc(int card, uint32_t encoder_id)
{
   uint32_t ids[MAX_OBJECTS];
   struct drm_mode_card_res resources = {.crtcs = (uintptr_t)ids, .crtc_count = MAX_OBJECTS};
   must_call(card, DRM_IOCTL_MODE_GETRESOURCES, &resources, "DRM_IOCTL_MODE_GETRESOURCES");
   struct drm_mode_get_encoder encoder = {.encoder = encoder_id};
   must_call(card, DRM_IOCTL_MODE_GETENCODER, &encoder, "DRM_IOCTL_MODE_GETENCODER");
   for (uint32_t i = 0; i < resources.crtc_count && i < MAX_OBJECTS; i++) {
      if (encoder.possible_crtcs & 1u << i)
         return ids[i];
   }
   fail_setup("Encoder %u can use none of the %u CRTCs.", encoder_id, resources.crtc_count);
}

struct screen
find_screen(int card)
{
   struct screen screen = {.connector = connected_connector(card)};
   if (screen.connector == 0)
      skip_probe("No connector of the card has a display connected.");
   struct drm_mode_info modes[MAX_MODES];
   uint32_t encoders[MAX_OBJECTS];
   struct drm_mode_get_connector connector = {
      .connector_id = screen.connector,
      .modes = (uintptr_t)modes,
      .mode_count = MAX_MODES,
      .encoders = (uintptr_t)encoders,
      .encoder_count = MAX_OBJECTS,
   };
   must_call(card, DRM_IOCTL_MODE_GETCONNECTOR, &connector, "DRM_IOCTL_MODE_GETCONNECTOR");
   /* Where there are more than asked for, the kernel writes none of them. */
   if (connector.mode_count == 0 || connector.mode_count > MAX_MODES || connector.encoder_count == 0)
      fail_setup("Connector %u has %u modes and %u encoders.", screen.connector, connector.mode_count,
                 connector.encoder_count);
   screen.mode = modes[0];
   screen.crtc = find_crtc(card, encoders[0]);
   return screen;
}

struct dumb_buffer
create_dumb_buffer(int card, uint32_t width, uint32_t height)
{
   struct drm_mode_create_dumb create = {.width = width, .height = height, .bits = 32};
   must_call(card, DRM_IOCTL_MODE_CREATE_DUMB, &create, "DRM_IOCTL_MODE_CREATE_DUMB");
   struct drm_mode_framebuffer add = {
      .width = width,
      .height = height,
      .pitch = create.pitch,
      .bits = 32,
      .depth = 24,
      .handle = create.handle,
   };
   must_call(card, DRM_IOCTL_MODE_ADDFB, &add, "DRM_IOCTL_MODE_ADDFB");
   struct drm_mode_map_dumb map = {.handle = create.handle};
   must_call(card, DRM_IOCTL_MODE_MAP_DUMB, &map, "DRM_IOCTL_MODE_MAP_DUMB");
   void *pixels = mmap(NULL, create.size, PROT_READ | PROT_WRITE, MAP_SHARED, card, (off_t)map.offset);
   if (pixels == MAP_FAILED)
      fail_setup("A dumb buffer of %llu bytes cannot be mapped: %s.", (unsigned long long)create.size,
                 strerror(errno));
   return (struct dumb_buffer){
      .handle = create.handle,
      .framebuffer = add.framebuffer,
      .pitch = create.pitch,
      .size = create.size,
      .pixels = pixels,
   };
}

void
destroy_dumb_buffer(int card, struct dumb_buffer *buffer)
{
   munmap(buffer->pixels, buffer->size);
   drm_call(card, DRM_IOCTL_MODE_RMFB, &buffer->framebuffer);
   drm_call(card, DRM_IOCTL_MODE_DESTROY_DUMB, &buffer->handle);
}

int
set_crtc(int card, const struct screen *screen, uint32_t framebuffer)
{
   uint32_t connector = screen->connector;
   struct drm_mode_crtc set = {.crtc = screen->crtc};
   if (framebuffer) {
      set.framebuffer = framebuffer;
      set.connectors = (uintptr_t)&connector;
      set.connector_count = 1;
      set.mode_valid = 1;
      set.mode = screen->mode;
   }
   return drm_call(card, DRM_IOCTL_MODE_SETCRTC, &set);
}

int
get_crtc(int card, uint32_t crtc, struct crtc_state *state)
{
   struct drm_mode_crtc get = {.crtc = crtc};
   const int error = drm_call(card, DRM_IOCTL_MODE_GETCRTC, &get);
   *state = (struct crtc_state){.framebuffer = get.framebuffer, .has_mode = get.mode_valid != 0, .mode = get.mode};
   return error;
}

int
page_flip(int card, uint32_t crtc, uint32_t framebuffer, uint64_t mark)
{
   struct drm_mode_page_flip flip = {
      .crtc = crtc,
      .framebuffer = framebuffer,
      .flags = PAGE_FLIP_EVENT,
      .user_data = mark,
   };
   return drm_call(card, DRM_IOCTL_MODE_PAGE_FLIP, &flip);
}

uint64_t
read_flip_event(int card, int ms)
{
   struct pollfd readable = {.fd = card, .events = POLLIN};
   struct drm_event_vblank event;
   if (poll(&readable, 1, ms) != 1 || read(card, &event, sizeof(event)) != (ssize_t)sizeof(event))
      return 0;
   return event.type == EVENT_FLIP_COMPLETE ? event.user_data : 0;
}

int
mark_dirty(int card, uint32_t framebuffer, uint16_t width, uint16_t first_row, uint16_t end_row)
{
   const uint16_t rows[4] = {0, first_row, width, end_row};
   struct drm_mode_dirty dirty = {.framebuffer = framebuffer, .clip_count = 1, .clips = (uintptr_t)rows};
   return drm_call(card, DRM_IOCTL_MODE_DIRTYFB, &dirty);
}
