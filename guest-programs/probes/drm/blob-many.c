/*
 * Many blobs live side by side: each has a handle of its own, the kernel knows each by the resource that it gave out,
 * and two mappings of one are the same memory. What goes wrong here goes wrong under any driver in the guest.
 */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "kernel_messages.h"
#include "probe.h"
#include "virtgpu.h"
#include "virtgpu_raw.h"

#define COUNT 96u
#define LARGE_EVERY 24u
#define LARGE (4u << 20)

static uint64_t
size_of(unsigned index)
{
   /* 135168 bytes is the ring that Venus makes first. */
   static const uint64_t sizes[] = {16384, 65536, 135168};
   /* Several of one size come one after the other. */
   return index % LARGE_EVERY == LARGE_EVERY - 1 ? LARGE : sizes[index / 4 % 3];
}

static unsigned
make_all(int fd, struct blob *all)
{
   unsigned count = 0;
   int error = 0;
   while (count < COUNT && (error = virtgpu_create_blob(fd, size_of(count), &all[count])) == 0)
      count++;
   check("blobs made", count == COUNT, "%u of %u, then DRM_IOCTL_VIRTGPU_RESOURCE_CREATE_BLOB: %s", count, COUNT,
         strerror(error));
   return count;
}

static void
check_handles(const struct blob *all, unsigned count)
{
   unsigned twice = 0;
   for (unsigned i = 0; i < count; i++) {
      for (unsigned j = 0; j < i; j++)
         twice += all[i].handle == all[j].handle || all[i].resource == all[j].resource;
   }
   check("handles and resources are distinct", twice == 0, "%u pairs of %u blobs have one in common", twice, count);
}

static void
check_resources(int fd, const struct blob *all, unsigned count)
{
   unsigned strange = 0;
   for (unsigned i = 0; i < count; i++) {
      struct virtgpu_resource_info info = {.handle = all[i].handle};
      const int error = drm_call(fd, DRM_IOCTL_VIRTGPU_RESOURCE_INFO, &info);
      strange += error != 0 || info.resource != all[i].resource || info.size < all[i].size;
   }
   check("the kernel knows each by its resource", strange == 0,
         "DRM_IOCTL_VIRTGPU_RESOURCE_INFO has another resource or size for %u of %u blobs", strange, count);
}

/* What is written through one mapping is there in the other, in its first word and its last. */
static bool
is_shared(int fd, struct blob *blob, uint32_t mark)
{
   struct blob second = *blob;
   if (virtgpu_map_blob(fd, blob) != 0 || virtgpu_map_blob(fd, &second) != 0)
      return false;
   const size_t last = blob->size / sizeof(uint32_t) - 1;
   volatile uint32_t *written = blob->map;
   const volatile uint32_t *seen = second.map;
   written[0] = mark;
   written[last] = ~mark;
   const bool shared = seen[0] == mark && seen[last] == ~mark;
   munmap(second.map, second.size);
   return shared;
}

static void
run(void)
{
   const int log = listen_to_kernel();
   const int fd = open_venus_context();
   static struct blob all[COUNT];
   const unsigned count = make_all(fd, all);
   check_handles(all, count);
   check_resources(fd, all, count);

   unsigned torn = 0;
   for (unsigned i = 0; i < count; i++)
      torn += !is_shared(fd, &all[i], 0xb10b0000u + i);
   check("two mappings of one blob are the same memory", torn == 0, "they differ for %u of %u blobs", torn, count);

   unsigned spoiled = 0;
   for (unsigned i = 0; i < count; i++) {
      const volatile uint32_t *words = all[i].map;
      spoiled += !words || words[0] != 0xb10b0000u + i;
   }
   check("each still holds its own", spoiled == 0, "%u of %u blobs hold something else", spoiled, count);
   for (unsigned i = 0; i < count; i++)
      virtgpu_close_blob(fd, &all[i]);
   close(fd);

   /* The last release is on its way to the host when close returns. */
   sleep_ms(50);
   static const char *const refusals[] = {"response 0x1"};
   check_kernel_messages(log, "the kernel's log is clean", refusals, 1);
}

const struct probe this_probe = {
   .id = "drm/blob-many",
   .title = "Many blobs have handles, resources and memory of their own, and two mappings of one are the same",
   .run = run,
};
