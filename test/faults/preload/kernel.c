/*
 * The guest's kernel, as a program sees it, with one planted fault: a library for LD_PRELOAD that stands in for some of
 * the calls by which virtio-gpu is asked. VENUS_SUITE_FAULT names the fault.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

#include "kernel.h"
#include "kms.h"
#include "virtgpu_raw.h"

/* struct drm_mode_crtc_page_flip is 24 bytes. */
#define PAGE_FLIP 0xb0u

int
kernel(int fd, unsigned long request, void *argument)
{
   static ioctl_function next;
   if (!next)
      *(void **)&next = dlsym(RTLD_NEXT, "ioctl");
   return next(fd, request, argument);
}

int
refuse(int error)
{
   errno = error;
   return -1;
}

static int
context_init_lost(int fd, unsigned long request, void *argument)
{
   const struct virtgpu_getparam *get = argument;
   const int result = kernel(fd, request, argument);
   if (request == DRM_IOCTL_VIRTGPU_GETPARAM && get->param == PARAM_CONTEXT_INIT)
      *(int *)(uintptr_t)get->value = 0;
   return result;
}

static int
alignment_odd(int fd, unsigned long request, void *argument)
{
   const struct virtgpu_getparam *get = argument;
   if (request != DRM_IOCTL_VIRTGPU_GETPARAM || get->param != PARAM_BLOB_ALIGNMENT)
      return kernel(fd, request, argument);
   *(int *)(uintptr_t)get->value = 4096 + 1;
   return 0;
}

static int
caps_refused(int fd, unsigned long request, void *argument)
{
   return request == DRM_IOCTL_VIRTGPU_GET_CAPS ? refuse(EINVAL) : kernel(fd, request, argument);
}

static int
context_refused(int fd, unsigned long request, void *argument)
{
   return request == DRM_IOCTL_VIRTGPU_CONTEXT_INIT ? refuse(EINVAL) : kernel(fd, request, argument);
}

static int
map_refused(int fd, unsigned long request, void *argument)
{
   return request == DRM_IOCTL_VIRTGPU_MAP ? refuse(ENOMEM) : kernel(fd, request, argument);
}

/* What the kernel refuses is told as done. */
static int
nothing_refused(int fd, unsigned long request, void *argument)
{
   const int result = kernel(fd, request, argument);
   const unsigned type = request >> _IOC_TYPESHIFT & _IOC_TYPEMASK;
   return type == 'd' && errno != EBUSY ? 0 : result;
}

static int
flip_lost(int fd, unsigned long request, void *argument)
{
   const bool flip = (request >> _IOC_TYPESHIFT & _IOC_TYPEMASK) == 'd' && (request & _IOC_NRMASK) == PAGE_FLIP;
   return flip ? 0 : kernel(fd, request, argument);
}

static int
transfer_lost(int fd, unsigned long request, void *argument)
{
   return request == DRM_IOCTL_VIRTGPU_TRANSFER_FROM_HOST ? 0 : kernel(fd, request, argument);
}

/* Each context leaves a descriptor behind. */
static int
descriptor_leaks(int fd, unsigned long request, void *argument)
{
   if (request == DRM_IOCTL_VIRTGPU_CONTEXT_INIT)
      fcntl(fd, F_DUPFD_CLOEXEC, 500);
   return kernel(fd, request, argument);
}

static const struct kernel_fault call_faults[] = {
   {"kernel-context-init-lost", context_init_lost},
   {"kernel-blob-alignment-odd", alignment_odd},
   {"kernel-caps-refused", caps_refused},
   {"kernel-context-refused", context_refused},
   {"kernel-map-refused", map_refused},
   {"kernel-refuses-nothing", nothing_refused},
   {"kernel-flip-lost", flip_lost},
   {"kernel-transfer-lost", transfer_lost},
   {"kernel-descriptors-leak", descriptor_leaks},
   {0},
};

extern const struct kernel_fault blob_faults[];
extern const struct kernel_fault submission_faults[];

static const struct kernel_fault *const all_faults[] = {
   call_faults,
   blob_faults,
   submission_faults,
   NULL,
};

bool
is_chosen(const char *fault)
{
   const char *name = getenv("VENUS_SUITE_FAULT");
   return name && strcmp(name, fault) == 0;
}

static ioctl_function
chosen(void)
{
   static ioctl_function function;
   for (size_t list = 0; !function && all_faults[list]; list++) {
      for (const struct kernel_fault *fault = all_faults[list]; fault->name; fault++) {
         if (is_chosen(fault->name))
            function = fault->function;
      }
   }
   if (!function)
      function = kernel;
   return function;
}

int
ioctl(int fd, unsigned long request, ...)
{
   va_list arguments;
   va_start(arguments, request);
   void *argument = va_arg(arguments, void *);
   va_end(arguments);
   return chosen()(fd, request, argument);
}

/* The render node cannot be opened by this program. */
static bool
is_denied(const char *path)
{
   return is_chosen("kernel-render-node-denied") && strncmp(path, "/dev/dri/render", strlen("/dev/dri/render")) == 0;
}

#define OPEN(function)                                                                                                 \
   int function(const char *path, int flags, ...)                                                                      \
   {                                                                                                                   \
      static int (*next)(const char *path, int flags, mode_t mode);                                                    \
      va_list arguments;                                                                                               \
      va_start(arguments, flags);                                                                                      \
      const mode_t mode = va_arg(arguments, mode_t);                                                                   \
      va_end(arguments);                                                                                               \
      if (is_denied(path))                                                                                             \
         return refuse(EACCES);                                                                                        \
      if (!next)                                                                                                       \
         *(void **)&next = dlsym(RTLD_NEXT, #function);                                                                \
      return next(path, flags, mode);                                                                                  \
   }

OPEN(open)
OPEN(open64)

/* One that concerns no call: a second after its start the program's guest panics. */
__attribute__((constructor)) static void
panic_later(void)
{
   if (!is_chosen("kernel-panics-later") || fork() != 0)
      return;
   nanosleep(&(struct timespec){.tv_sec = 1}, NULL);
   const int fd = open("/proc/sysrq-trigger", O_WRONLY);
   (void)!write(fd, "c", 1);
   _exit(0);
}
