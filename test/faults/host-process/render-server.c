/* What virgl_render_server, or the worker that it forks for each context, does wrong by itself. */
#include <dlfcn.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>

#include "chosen.h"

/* More than the boot and the first case need. */
#define WORKERS 12

static bool is_worker;

pid_t
fork(void)
{
   static int count;
   const bool last = ++count == WORKERS;
   if (last && in_render_server("render-server-gives-up"))
      _exit(0);
   if (last && in_render_server("render-server-kills-vmm"))
      kill(getppid(), SIGTERM);
   const pid_t child = NEXT(fork);
   is_worker = is_worker || child == 0;
   return child;
}

/* The words arrive, and the descriptors do not. */
ssize_t
sendmsg(int fd, const struct msghdr *message, int flags)
{
   if (!is_worker || !in_render_server("render-server-hands-no-descriptors"))
      return NEXT(sendmsg, fd, message, flags);
   struct msghdr bare = *message;
   bare.msg_control = NULL;
   bare.msg_controllen = 0;
   return NEXT(sendmsg, fd, &bare, flags);
}

/* A ring's thread names itself first. */
int
pthread_setname_np(pthread_t thread, const char *name)
{
   static int rings;
   if (strncmp(name, "vkr-ring-", 9) == 0 && ++rings > 1 && in_render_server("render-server-second-ring-dead"))
      pthread_exit(NULL);
   return NEXT(pthread_setname_np, thread, name);
}

/* The driver in the same process maps for itself. */
static bool
is_of_server(const void *caller)
{
   Dl_info info;
   return dladdr(caller, &info) && strstr(info.dli_fname, "virgl_render_server");
}

/* What the guest shares with its worker is the worker's own. */
void *
mmap64(void *address, size_t size, int protection, int flags, int fd, off64_t offset)
{
   const bool shared = fd >= 0 && (flags & MAP_SHARED) && is_of_server(__builtin_return_address(0));
   const bool copied = shared && in_render_server("render-server-maps-copies");
   const int taken = copied ? (flags & ~MAP_SHARED) | MAP_PRIVATE : flags;
   return NEXT(mmap64, address, size, protection, taken, fd, offset);
}
