/*
 * Every blob in the host-visible window starts and ends on a multiple of 16 KiB, with odd sizes alive. Apple Silicon's
 * hypervisor maps only whole 16 KiB pages and silently leaves any other region to MMIO, where the guest's first wide
 * access to it hangs or ends QEMU. The kernel's page size decides, so the hang is told here on any host.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "probe.h"
#include "virtgpu.h"
#include "window_map.h"

#define HOST_PAGE 16384u
#define MAX_RANGES 256

/* What Venus asks for: multiples of 4 KiB, of which few are multiples of 16 KiB. 135168 bytes is its ring. */
static const uint64_t sizes[] = {135168, 4096, 16384, 12288, 20480, 8192, 69632, 1 << 20};
#define BLOBS (sizeof(sizes) / sizeof(sizes[0]))

static void
check_range(const struct window_range *range)
{
   char place[64], rule[64];
   const uint64_t start = range->start % HOST_PAGE, end = range->end % HOST_PAGE;
   if (start == 0 && end == 0)
      return;
   snprintf(place, sizeof(place), "0x%llx-0x%llx", (unsigned long long)range->start, (unsigned long long)range->end);
   snprintf(rule, sizeof(rule), "multiples of 0x%x", HOST_PAGE);
   char message[256];
   snprintf(message, sizeof(message),
            "the blob %s at 0x%llx, with 4 KiB granularity; HVF would leave it to MMIO instead of mapping it",
            start ? "starts" : "ends", (unsigned long long)(start ? range->start : range->end));
   check_values("blob placement", false, rule, place, message);
}

static void
run(void)
{
   const int fd = open_venus_context();

   struct blob blobs[BLOBS];
   for (size_t i = 0; i < BLOBS; i++) {
      int error = virtgpu_create_blob(fd, sizes[i], &blobs[i]);
      if (error == 0)
         error = virtgpu_map_blob(fd, &blobs[i]);
      if (error != 0)
         fail_setup("A blob of %llu bytes cannot be made or mapped: %s.", (unsigned long long)sizes[i], strerror(error));
   }
   struct window_range ranges[MAX_RANGES];
   const size_t used = read_window_map(ranges, MAX_RANGES);
   must(check("the blobs are in the window", used >= BLOBS, "%zu of at least %zu blobs are in the window", used, BLOBS));
   for (size_t i = 0; i < used && i < MAX_RANGES; i++)
      check_range(&ranges[i]);

   for (size_t i = 0; i < BLOBS; i++)
      virtgpu_close_blob(fd, &blobs[i]);
   close(fd);
}

const struct probe this_probe = {
   .id = "drm/blob-placement",
   .title = "Every blob lies on 16 KiB boundaries of the host-visible window",
   .run = run,
};
