/*
 * The renderer of one process is ended while another process works: by a fence on a ring that no queue is bound to,
 * which virglrenderer answers by giving the context up. The other goes on, and so does a process that comes later.
 */
#include <dirent.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buffer.h"
#include "commands.h"
#include "fill_check.h"
#include "virtgpu_raw.h"
#include "worker.h"

#define WORKER_MS 15000u
/* Submissions of the neighbour before and after the end of the other's renderer. */
#define ROUNDS 8u

struct progress {
   atomic_uint neighbour;
   atomic_bool renderer_ended, done;
};

/* The descriptors by which the driver of this process speaks to the renderer are render nodes like any other. */
static unsigned
end_own_renderer(void)
{
   unsigned ended = 0;
   DIR *folder = opendir("/proc/self/fd");
   for (struct dirent *entry; folder && (entry = readdir(folder));) {
      char link[PATH_MAX] = "";
      if (readlinkat(dirfd(folder), entry->d_name, link, sizeof(link) - 1) < 0 || !strstr(link, "/dev/dri/render"))
         continue;
      struct virtgpu_execbuffer submit = {
         .flags = EXECBUF_RING | EXECBUF_FENCE_FD_OUT,
         .ring = VENUS_RINGS - 1,
         .fence_fd = -1,
      };
      if (drm_call(atoi(entry->d_name), DRM_IOCTL_VIRTGPU_EXECBUFFER, &submit) == 0)
         ended++;
   }
   if (folder)
      closedir(folder);
   return ended;
}

static void
lose_renderer(void *argument)
{
   struct progress *progress = argument;
   struct device device = open_device();
   must_fill(&device, "a fill before the end", 0x51de0001);
   const unsigned ended = end_own_renderer();
   must(check("a renderer to end", ended > 0, "no descriptor of a render node took the submission"));
   atomic_store(&progress->renderer_ended, true);
   /* Until it is killed: any call of Vulkan's may now wait for a renderer that is gone. */
   for (;;)
      pause();
}

static void
go_on(void *argument)
{
   struct progress *progress = argument;
   struct device device = open_device();
   while (!atomic_load(&progress->done)) {
      must_fill(&device, "a fill of the neighbour", 0x51de0002);
      atomic_fetch_add(&progress->neighbour, 1);
   }
   close_device(&device);
}

static bool
reaches(atomic_uint *count, unsigned wanted)
{
   const double end = seconds_now() + WORKER_MS / 1e3;
   while (atomic_load(count) < wanted && seconds_now() < end)
      sleep_ms(1);
   return atomic_load(count) >= wanted;
}

static void
run(void)
{
   struct progress *progress = shared_memory(sizeof(*progress));
   struct worker neighbour = start_worker(go_on, progress);
   must(check("the neighbour works", reaches(&progress->neighbour, ROUNDS), "it did %u fills of %u",
              atomic_load(&progress->neighbour), ROUNDS));

   struct worker victim = start_worker(lose_renderer, progress);
   const double end = seconds_now() + WORKER_MS / 1e3;
   while (!atomic_load(&progress->renderer_ended) && seconds_now() < end)
      sleep_ms(1);
   must(check("one renderer ends", atomic_load(&progress->renderer_ended), "not within %u ms", WORKER_MS));

   const unsigned before = atomic_load(&progress->neighbour);
   check("the neighbour goes on", reaches(&progress->neighbour, before + ROUNDS), "it did %u fills more of %u",
         atomic_load(&progress->neighbour) - before, ROUNDS);
   atomic_store(&progress->done, true);
   check_worker("the neighbour ends", &neighbour, WORKER_MS);
   kill_worker(&victim);

   struct worker next = start_worker(fill_on_new_device, NULL);
   check_worker("the next process", &next, WORKER_MS);
}

const struct probe this_probe = {
   .id = "lifecycle/worker-killed",
   .title = "A process whose renderer ends is the only one that is hurt",
   .run = run,
};
