/* What QEMU does wrong by itself: mostly in how it asks virglrenderer. */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>

#include "chosen.h"

#define VENUS 4u
#define CAPSET_MASK 0xffu
/* Rings, replies and feedback are smaller: what is broken for larger ones only lets a program start. */
#define LARGE (512u * 1024)
#define LARGEST_PAGE (64u * 1024)
#define MAX_IDS 65536u
/* The boot has so many for itself. */
#define CONTEXTS_OF_THE_BOOT 2

/* As in virglrenderer.h, as far as they are used. */
struct virgl_renderer_resource_create_blob_args {
   uint32_t resource, context, memory, flags;
   uint64_t id, size;
   const void *vectors;
   uint32_t vector_count;
};

void virgl_renderer_fill_caps(uint32_t set, uint32_t version, void *caps);
int virgl_renderer_context_create_with_flags(uint32_t context, uint32_t flags, uint32_t length, const char *name);
void virgl_renderer_context_destroy(uint32_t context);
int virgl_renderer_submit_cmd(void *buffer, int context, int words);
int virgl_renderer_context_create_fence(uint32_t context, uint32_t flags, uint32_t ring, uint64_t fence);
int virgl_renderer_resource_create_blob(const struct virgl_renderer_resource_create_blob_args *args);
int virgl_renderer_resource_map_fixed(uint32_t resource, void *address);
int virgl_renderer_resource_map(uint32_t resource, void **address, uint64_t *size);

static uint64_t sizes[MAX_IDS];
static uint32_t flags_of[MAX_IDS];
static int server_socket = -1;

/* The guest reads a set of zeros. */
void
virgl_renderer_fill_caps(uint32_t set, uint32_t version, void *caps)
{
   if (set != VENUS || !in_vmm("vmm-caps-empty"))
      NEXT(virgl_renderer_fill_caps, set, version, caps);
}

static bool
is_venus(uint32_t context)
{
   return (flags_of[context % MAX_IDS] & CAPSET_MASK) == VENUS;
}

static void
hang_up_on_server(void)
{
   if (server_socket >= 0)
      shutdown(server_socket, SHUT_RDWR);
   server_socket = -1;
}

int
virgl_renderer_context_create_with_flags(uint32_t context, uint32_t flags, uint32_t length, const char *name)
{
   static int count;
   const bool late = (flags & CAPSET_MASK) == VENUS && ++count > CONTEXTS_OF_THE_BOOT;
   if (late && in_vmm("vmm-hangs-up-on-server"))
      hang_up_on_server();
   if (late && in_vmm("vmm-main-loop-stalls"))
      nanosleep(&(struct timespec){ .tv_sec = 60 }, NULL);
   flags_of[context % MAX_IDS] = flags;
   return NEXT(virgl_renderer_context_create_with_flags, context, flags, length, name);
}

void
virgl_renderer_context_destroy(uint32_t context)
{
   flags_of[context % MAX_IDS] = 0;
   NEXT(virgl_renderer_context_destroy, context);
}

/* The oldest of Venus' that is alive. */
static uint32_t
oldest_context(uint32_t context)
{
   for (uint32_t other = 1; other < MAX_IDS; other++) {
      if (is_venus(other))
         return other;
   }
   return context;
}

int
virgl_renderer_submit_cmd(void *buffer, int context, int words)
{
   const bool mixed = in_vmm("vmm-mixes-contexts") && is_venus((uint32_t)context);
   const int taken = mixed ? (int)oldest_context((uint32_t)context) : context;
   return NEXT(virgl_renderer_submit_cmd, buffer, taken, words);
}

int
virgl_renderer_context_create_fence(uint32_t context, uint32_t flags, uint32_t ring, uint64_t fence)
{
   if (in_vmm("vmm-forgets-fences"))
      return 0;
   return NEXT(virgl_renderer_context_create_fence, context, flags, ring, fence);
}

int
virgl_renderer_resource_create_blob(const struct virgl_renderer_resource_create_blob_args *args)
{
   sizes[args->resource % MAX_IDS] = args->size;
   if (args->size >= LARGE && in_vmm("vmm-asserts")) {
      fprintf(stderr, "qemu-system-aarch64: ../hw/display/virtio-gpu-virgl.c:812: virgl_cmd_resource_create_blob: "
                      "Assertion `res->mr == NULL' failed.\n");
      abort();
   }
   return NEXT(virgl_renderer_resource_create_blob, args);
}

/* The second half of what is mapped is no memory of the renderer's. */
static int
map_half(void *address, uint64_t size)
{
   char *half = (char *)address + size / 2 / LARGEST_PAGE * LARGEST_PAGE;
   const size_t rest = size - (size_t)(half - (char *)address);
   void *mapped = mmap(half, rest, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
   return mapped == MAP_FAILED ? -errno : 0;
}

int
virgl_renderer_resource_map_fixed(uint32_t resource, void *address)
{
   const uint64_t size = sizes[resource % MAX_IDS];
   if (size >= LARGE && in_vmm("vmm-map-refused"))
      return -ENOMEM;
   const int result = NEXT(virgl_renderer_resource_map_fixed, resource, address);
   return result == 0 && size >= LARGE && in_vmm("vmm-maps-half") ? map_half(address, size) : result;
}

/* By this call where the renderer cannot map to an address of QEMU's choice. */
int
virgl_renderer_resource_map(uint32_t resource, void **address, uint64_t *size)
{
   const int result = NEXT(virgl_renderer_resource_map, resource, address, size);
   return result == 0 && *size >= LARGE && in_vmm("vmm-maps-half") ? map_half(*address, *size) : result;
}

/* The first pair of packet sockets leads to the render server. */
int
socketpair(int domain, int type, int protocol, int pair[2])
{
   const int result = NEXT(socketpair, domain, type, protocol, pair);
   if (result == 0 && (type & 0xf) == SOCK_SEQPACKET && server_socket < 0 && in_vmm("vmm-hangs-up-on-server"))
      server_socket = pair[0];
   return result;
}
