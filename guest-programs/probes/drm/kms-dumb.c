/*
 * The plainest picture there is: a dumb buffer that the card's CRTC shows, and another that it flips to. What reaches
 * the host's window cannot be seen from in here; that the kernel took the picture, says so, and ends the flip can.
 */
#include <string.h>
#include <unistd.h>

#include "kernel_messages.h"
#include "kms.h"
#include "probe.h"
#include "virtgpu.h"

#define FLIPS 4u
#define EVENT_MS 3000
/* Rows that are read back: one in so many, because an emulated guest takes its time for megapixels. */
#define ROW_STEP 8u

static uint32_t
pixel_at(uint32_t x, uint32_t y, uint32_t seed)
{
   return (x * 3u ^ y * 5u ^ seed) & 0xffffffu;
}

static void
draw(const struct dumb_buffer *buffer, const struct drm_mode_info *mode, uint32_t seed)
{
   for (uint32_t y = 0; y < mode->height; y++) {
      for (uint32_t x = 0; x < mode->width; x++)
         buffer->pixels[y * (buffer->pitch / 4) + x] = pixel_at(x, y, seed);
   }
}

static void
check_picture(const char *name, const struct dumb_buffer *buffer, const struct drm_mode_info *mode, uint32_t seed)
{
   uint32_t wrong = 0;
   for (uint32_t y = 0; y < mode->height; y += ROW_STEP) {
      for (uint32_t x = 0; x < mode->width; x++)
         wrong += buffer->pixels[y * (buffer->pitch / 4) + x] != pixel_at(x, y, seed);
   }
   check(name, wrong == 0, "%u pixels differ", wrong);
}

/* The CRTC says that it shows the framebuffer in the screen's mode. */
static void
check_shown(int card, const struct screen *screen, uint32_t framebuffer, const char *name)
{
   struct crtc_state state;
   const int error = get_crtc(card, screen->crtc, &state);
   must(check("DRM_IOCTL_MODE_GETCRTC", error == 0, "%s", strerror(error)));
   check(name, state.framebuffer == framebuffer && state.has_mode && state.mode.width == screen->mode.width &&
                  state.mode.height == screen->mode.height,
         "the CRTC shows framebuffer %u at %ux%u, expected %u at %ux%u", state.framebuffer, state.mode.width,
         state.mode.height, framebuffer, screen->mode.width, screen->mode.height);
}

static void
flip_to(int card, const struct screen *screen, uint32_t framebuffer, uint32_t number)
{
   const uint64_t mark = UINT64_C(0xf11b000000000000) + number;
   const int error = page_flip(card, screen->crtc, framebuffer, mark);
   must(check("DRM_IOCTL_MODE_PAGE_FLIP", error == 0, "flip %u: %s", number, strerror(error)));
   const uint64_t seen = read_flip_event(card, EVENT_MS);
   must(check("the flip's event", seen == mark, "flip %u: %s", number,
              seen ? "another's mark" : "no event within 3 s"));
}

static void
run(void)
{
   const int log = listen_to_kernel();
   const int card = open_card_node();
   const struct screen screen = find_screen(card);
   struct dumb_buffer buffers[2];
   for (uint32_t i = 0; i < 2; i++) {
      buffers[i] = create_dumb_buffer(card, screen.mode.width, screen.mode.height);
      draw(&buffers[i], &screen.mode, i);
   }

   const int set = set_crtc(card, &screen, buffers[0].framebuffer);
   must(check("DRM_IOCTL_MODE_SETCRTC", set == 0, "%s", strerror(set)));
   check_shown(card, &screen, buffers[0].framebuffer, "the first picture is shown");
   for (uint32_t flip = 1; flip <= FLIPS; flip++)
      flip_to(card, &screen, buffers[flip % 2].framebuffer, flip);
   flip_to(card, &screen, buffers[1].framebuffer, FLIPS + 1);
   check_shown(card, &screen, buffers[1].framebuffer, "the last picture is shown");
   const int dirty = mark_dirty(card, buffers[1].framebuffer, screen.mode.width, 10, 20);
   check("DRM_IOCTL_MODE_DIRTYFB", dirty == 0, "%s", strerror(dirty));
   check_picture("the first picture, read back", &buffers[0], &screen.mode, 0);
   check_picture("the second picture, read back", &buffers[1], &screen.mode, 1);

   const int off = set_crtc(card, &screen, 0);
   check("the CRTC is turned off", off == 0, "%s", strerror(off));
   for (uint32_t i = 0; i < 2; i++)
      destroy_dumb_buffer(card, &buffers[i]);
   close(card);
   static const char *const refusals[] = {"response 0x1", "virtio_gpu_dequeue_ctrl_func", "flip_done timed out"};
   check_kernel_messages(log, "the kernel's log is clean", refusals, sizeof(refusals) / sizeof(refusals[0]));
}

const struct probe this_probe = {
   .id = "drm/kms-dumb",
   .title = "A dumb buffer is shown by a mode set, flips end with their events, and the picture reads back",
   .run = run,
};
