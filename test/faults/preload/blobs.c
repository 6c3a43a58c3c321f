/* Blobs of the host's memory that the kernel makes, numbers or maps wrongly. */
#include <dlfcn.h>
#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>

#include "kernel.h"
#include "virtgpu_raw.h"

#define LARGE_BLOB ((uint64_t)2 << 20)
#define MOST_BLOBS 60u
#define ONE_IN_BLOBS 8u
/* DRM gives out offsets from here on; a file's own are far below. */
#define FIRST_DRM_OFFSET ((off_t)1 << 32)
/* In the capability set of Venus: a bit for each of the renderer's extensions, and the first one says that they count. */
#define EXTENSIONS 5u
#define EXTENSION_WORDS 16u

/* Everything after the first blob is known to the host by another number. */
static int
number_wrong(int fd, unsigned long request, void *argument)
{
   static unsigned made;
   const int result = kernel(fd, request, argument);
   struct virtgpu_resource_create_blob *blob = argument;
   if (request == DRM_IOCTL_VIRTGPU_RESOURCE_CREATE_BLOB && result == 0 && made++ > 0)
      blob->resource += 1000;
   return result;
}

/* A handle that is in use is given out again. */
static int
handle_twice(int fd, unsigned long request, void *argument)
{
   static unsigned made;
   static struct virtgpu_resource_create_blob latest;
   const int result = kernel(fd, request, argument);
   struct virtgpu_resource_create_blob *blob = argument;
   if (request != DRM_IOCTL_VIRTGPU_RESOURCE_CREATE_BLOB || result != 0)
      return result;
   if (++made % ONE_IN_BLOBS == 0 && latest.size == blob->size)
      blob->handle = latest.handle;
   latest = *blob;
   return result;
}

/* A large blob has to be asked for again, and again. */
static int
large_again(int fd, unsigned long request, void *argument)
{
   const struct virtgpu_resource_create_blob *blob = argument;
   if (request == DRM_IOCTL_VIRTGPU_RESOURCE_CREATE_BLOB && blob->size > LARGE_BLOB)
      return refuse(EAGAIN);
   return kernel(fd, request, argument);
}

static int
blobs_spent(int fd, unsigned long request, void *argument)
{
   static unsigned made;
   if (request == DRM_IOCTL_VIRTGPU_RESOURCE_CREATE_BLOB && made++ >= MOST_BLOBS)
      return refuse(ENOSPC);
   return kernel(fd, request, argument);
}

/* The renderer seems to have no extension at all. */
static int
caps_garbled(int fd, unsigned long request, void *argument)
{
   const struct virtgpu_caps *caps = argument;
   const int result = kernel(fd, request, argument);
   if (request == DRM_IOCTL_VIRTGPU_GET_CAPS && result == 0 && caps->size >= (EXTENSIONS + EXTENSION_WORDS) * 4) {
      uint32_t *extensions = (uint32_t *)(uintptr_t)caps->address + EXTENSIONS;
      memset(extensions, 0, EXTENSION_WORDS * 4);
      extensions[0] = 1;
   }
   return result;
}

extern const struct kernel_fault blob_faults[];
const struct kernel_fault blob_faults[] = {
   {"kernel-blob-number-wrong", number_wrong},
   {"kernel-blob-handle-twice", handle_twice},
   {"kernel-large-blob-again", large_again},
   {"kernel-blobs-spent", blobs_spent},
   {"kernel-caps-garbled", caps_garbled},
   {0},
};

/* The pages behind a mapping of the card's are not the host's. */
static bool
has_other_pages(int fd, off_t offset)
{
   return fd >= 0 && offset >= FIRST_DRM_OFFSET && is_chosen("kernel-maps-other-pages");
}

#define MAP(function)                                                                                                  \
   void *function(void *address, size_t length, int protection, int flags, int fd, off_t offset)                       \
   {                                                                                                                   \
      static void *(*next)(void *address, size_t length, int protection, int flags, int fd, off_t offset);             \
      if (!next)                                                                                                       \
         *(void **)&next = dlsym(RTLD_NEXT, #function);                                                                \
      if (has_other_pages(fd, offset))                                                                                 \
         return next(address, length, protection, flags | MAP_ANONYMOUS, -1, 0);                                       \
      return next(address, length, protection, flags, fd, offset);                                                     \
   }

MAP(mmap)
MAP(mmap64)
