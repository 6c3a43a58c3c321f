/*
 * Memory of the host is made, mapped and holds a pattern, and the kernel has nothing to say about it. The ioctl's own
 * success proves nothing: the host answers later, and a refusal is only a line in the kernel's log.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "kernel_messages.h"
#include "probe.h"
#include "virtgpu.h"

/* 135168 bytes is the ring that Venus makes first. */
static const uint64_t sizes[] = {16384, 65536, 135168, 1 << 20, 4097 * 4096};

static uint32_t
word_at(size_t index, unsigned seed)
{
   return (uint32_t)index * 0x01000193u ^ seed;
}

static void
check_blob(int fd, uint64_t size, unsigned seed)
{
   char name[64];
   struct blob blob;
   const int created = virtgpu_create_blob(fd, size, &blob);
   snprintf(name, sizeof(name), "create %llu bytes", (unsigned long long)size);
   must(check(name, created == 0, "DRM_IOCTL_VIRTGPU_RESOURCE_CREATE_BLOB: %s", strerror(created)));
   const int mapped = virtgpu_map_blob(fd, &blob);
   snprintf(name, sizeof(name), "map %llu bytes", (unsigned long long)size);
   must(check(name, mapped == 0, "%s", strerror(mapped)));

   volatile uint32_t *words = blob.map;
   const size_t count = size / sizeof(*words);
   for (size_t i = 0; i < count; i++)
      words[i] = word_at(i, seed);
   size_t first = 0;
   while (first < count && words[first] == word_at(first, seed))
      first++;
   snprintf(name, sizeof(name), "pattern in %llu bytes", (unsigned long long)size);
   check(name, first == count, "the first word that differs is at byte %zu", first * sizeof(*words));
   virtgpu_close_blob(fd, &blob);
}

static void
run(void)
{
   const int log = listen_to_kernel();
   const int fd = open_venus_context();
   for (unsigned i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
      check_blob(fd, sizes[i], 0xb10b0000u + i);
   close(fd);

   /* The last release is on its way to the host when close returns. */
   sleep_ms(50);
   static const char *const refusals[] = {"response 0x1"};
   check_kernel_messages(log, "the kernel's log is clean", refusals, 1);
}

const struct probe this_probe = {
   .id = "drm/blob-map",
   .title = "Host memory is made, mapped and holds a pattern, and the kernel's log stays clean",
   .run = run,
};
