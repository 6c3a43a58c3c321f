/*
 * The renderer sleeps while nothing comes and is woken by a notification. After each pause a submission is answered in
 * time; a notification that is lost leaves it asleep.
 */
#include <stdio.h>

#include "commands.h"

/* Wide, for an emulated guest on a busy machine: a renderer that sleeps on answers never. */
#define BOUND_S 1.0

static void
run(void)
{
   /*
    * 50 ms, the renderer's own patience, is left out: under emulation of arm64 on x86-64 the guest may then see it
    * awake that is just falling asleep (docs/known-failures.md), which is a defect, but not of a notification.
    */
   static const unsigned pauses[] = {2, 20, 200, 1200};
   struct device device = open_device();
   VkFence fence = create_fence(&device);
   submit_commands(&device, VK_NULL_HANDLE, fence);
   must_signal(&device, fence, "before any pause");
   for (unsigned i = 0; i < sizeof(pauses) / sizeof(pauses[0]); i++) {
      SETUP(vkResetFences(device.handle, 1, &fence));
      sleep_ms(pauses[i]);
      char name[64];
      snprintf(name, sizeof(name), "after %u ms", pauses[i]);
      const double start = seconds_now();
      submit_commands(&device, VK_NULL_HANDLE, fence);
      must_signal(&device, fence, name);
      const double seconds = seconds_now() - start;
      check(name, seconds < BOUND_S, "the submission was answered after %.2f s", seconds);
      const double ms = seconds * 1e3;
      report_metric(name, "ms", &ms, 1);
   }
   vkDestroyFence(device.handle, fence, NULL);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "protocol/idle-wake",
   .title = "A submission after a pause wakes the renderer in time",
   .run = run,
};
