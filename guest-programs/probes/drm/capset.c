/* The host offers the Venus capability set, and what is in it can be used. */
#include <string.h>

#include "probe.h"
#include "virtgpu.h"

/* Capability sets only grow: this is the first one that Venus could be used with in earnest. */
#define MIN_BYTES 160u
#define MAX_BYTES 4096u
/* vk_extension_mask1, behind five words. */
#define EXTENSIONS_AT 20u
#define EXTENSION_WORDS 16u
/* Memory, fences and semaphores by descriptor, drm modifiers and the like: fewer serve no guest driver. */
#define MIN_EXTENSIONS 8u

/* A bit for each extension that the renderer speaks; the first one says that the others count. */
static void
check_extensions(const unsigned char *caps)
{
   uint32_t mask[EXTENSION_WORDS];
   memcpy(mask, caps + EXTENSIONS_AT, sizeof(mask));
   unsigned count = 0;
   for (unsigned i = 0; i < EXTENSION_WORDS; i++)
      count += (unsigned)__builtin_popcount(mask[i]);
   const bool counts = mask[0] & 1;
   check("extensions of the renderer", !counts || count > MIN_EXTENSIONS, "it names %u", count - counts);
}

static void
run(void)
{
   const int fd = open_render_node();
   /* The kernel copies what the host has and does not say how much: two different grounds show where it ended. */
   static unsigned char over_zeros[MAX_BYTES], over_ones[MAX_BYTES];
   memset(over_ones, 0xff, MAX_BYTES);
   const int error = virtgpu_get_caps(fd, VIRTGPU_CAPSET_VENUS, over_zeros, MAX_BYTES);
   must(check("DRM_IOCTL_VIRTGPU_GET_CAPS of capset 4", error == 0, "%s: the host offers no Venus capset",
              strerror(error)));
   const int again = virtgpu_get_caps(fd, VIRTGPU_CAPSET_VENUS, over_ones, MAX_BYTES);
   must(check("DRM_IOCTL_VIRTGPU_GET_CAPS again", again == 0, "%s", strerror(again)));

   size_t bytes = MAX_BYTES;
   while (bytes > 0 && over_zeros[bytes - 1] == 0 && over_ones[bytes - 1] == 0xff)
      bytes--;
   check("capset size", bytes >= MIN_BYTES, "it has %zu bytes, expected at least %u", bytes, MIN_BYTES);
   check("the same capset twice", memcmp(over_zeros, over_ones, bytes) == 0, "two reads differ");

   /* The first words of struct virgl_renderer_capset_venus. */
   uint32_t wire_format_version, vk_xml_version;
   memcpy(&wire_format_version, over_zeros, sizeof(wire_format_version));
   memcpy(&vk_xml_version, over_zeros + 4, sizeof(vk_xml_version));
   check("wire format version", wire_format_version >= 1, "it is %u, expected 1 or more", wire_format_version);
   check("Vulkan version of the protocol", vk_xml_version >> 22 >= 1, "it is 0x%08x", vk_xml_version);
   check_extensions(over_zeros);
   report_metric("capset size", "B", &(double){(double)bytes}, 1);
}

const struct probe this_probe = {
   .id = "drm/capset",
   .title = "The host offers the Venus capability set with a wire format",
   .run = run,
};
