/* Kernel mode setting by its ioctls: the layouts are the kernel's (include/uapi/drm/drm_mode.h). */
#ifndef KMS_H
#define KMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/ioctl.h>

struct drm_mode_card_res {
   uint64_t framebuffers, crtcs, connectors, encoders;
   uint32_t framebuffer_count, crtc_count, connector_count, encoder_count;
   uint32_t min_width, max_width, min_height, max_height;
};

struct drm_mode_get_connector {
   uint64_t encoders, modes, properties, property_values;
   uint32_t mode_count, property_count, encoder_count;
   uint32_t encoder_id, connector_id, connector_type, connector_type_id;
   uint32_t connection, width_mm, height_mm, subpixel, pad;
};
#define CONNECTION_CONNECTED 1u

struct drm_mode_info {
   uint32_t clock;
   uint16_t width, hsync_start, hsync_end, htotal, hskew;
   uint16_t height, vsync_start, vsync_end, vtotal, vscan;
   uint32_t refresh, flags, type;
   char name[32];
};

#define DRM_IOCTL_MODE_GETRESOURCES _IOWR('d', 0xa0, struct drm_mode_card_res)
#define DRM_IOCTL_MODE_GETCONNECTOR _IOWR('d', 0xa7, struct drm_mode_get_connector)

/* What a picture needs to be seen: a connector with something connected, its preferred mode, and a CRTC for it. */
struct screen {
   uint32_t connector, crtc;
   struct drm_mode_info mode;
};
/* Skips the probe where nothing is connected; ends it with an error where the card does not tell. */
struct screen find_screen(int card);

/* Memory of the card's that a CRTC can show, 32 bits a pixel, mapped. */
struct dumb_buffer {
   uint32_t handle, framebuffer, pitch;
   uint64_t size;
   uint32_t *pixels;
};
/* Ends the probe with an error where it cannot be had. */
struct dumb_buffer create_dumb_buffer(int card, uint32_t width, uint32_t height);
void destroy_dumb_buffer(int card, struct dumb_buffer *buffer);

/* 0 or an errno value. Framebuffer 0 turns the CRTC off. */
int set_crtc(int card, const struct screen *screen, uint32_t framebuffer);
struct crtc_state {
   uint32_t framebuffer;
   bool has_mode;
   struct drm_mode_info mode;
};
int get_crtc(int card, uint32_t crtc, struct crtc_state *state);
/* The kernel is to show the framebuffer at the next vertical blank and then send an event with `mark`. */
int page_flip(int card, uint32_t crtc, uint32_t framebuffer, uint64_t mark);
/* Waits for at most `ms` for the event of a flip; returns its mark, or 0. */
uint64_t read_flip_event(int card, int ms);
/* Tells the kernel that these rows were drawn to. */
int mark_dirty(int card, uint32_t framebuffer, uint16_t width, uint16_t first_row, uint16_t end_row);

#endif
