/*
 * How long from the submission of a tiny fill to its fence's signal, again and again. The times are recorded and not
 * judged, but for one pattern: a timer somewhere in the way. Without asynchronous fences QEMU looks for finished ones
 * every 10 ms, so that a wait that depends on it takes 10 ms or a multiple, however little there is to do.
 *
 * A slow or busy machine must not look like that. It spreads its times, and has some short ones; under a timer none is
 * shorter than a tick and nearly all lie close to a multiple of it. What a busy machine does to any timed wait is
 * measured as well, on short sleeps: where those are late by about as much, the times tell nothing.
 */
#include <math.h>
#include <stdlib.h>

#include "buffer.h"
#include "stopwatch.h"

#define SAMPLES 500u
#define FEWEST_SAMPLES 50u
/* Under a timer 500 rounds would take 5 s; fewer tell the same. */
#define MOST_SECONDS 1.5
#define SLEEPS 9u

#define TICK_NS 10e6
/* How far from a multiple still counts as on it: a third of all times would be that near by chance. */
#define NEAR_NS 1.6e6
#define FRACTION_NEAR 0.8

static int
ascending(const void *a, const void *b)
{
   const double first = *(const double *)a, second = *(const double *)b;
   return (first > second) - (first < second);
}

static double
median_sleep_ns(void)
{
   double times[SLEEPS];
   for (size_t i = 0; i < SLEEPS; i++) {
      const double start = seconds_now();
      sleep_ms(1);
      times[i] = nanoseconds_since(start);
   }
   qsort(times, SLEEPS, sizeof(times[0]), ascending);
   return times[SLEEPS / 2];
}

static bool
on_tick(double ns)
{
   const double ticks = round(ns / TICK_NS);
   return ticks >= 1 && fabs(ns - ticks * TICK_NS) <= NEAR_NS;
}

/* `sorted` in ascending order. */
static void
check_quantum(const double *sorted, size_t count)
{
   size_t near = 0;
   for (size_t i = 0; i < count; i++)
      near += on_tick(sorted[i]);
   const double low = sorted[count / 10], middle = sorted[count / 2], sleep = median_sleep_ns();
   const bool quantum = near >= FRACTION_NEAR * (double)count && low >= TICK_NS - NEAR_NS && sleep < TICK_NS / 2;
   check("no quantum of 10 ms", !quantum,
         "%zu of %zu waits took a multiple of 10 ms within 1.6 ms: a tenth of them less than %.2f ms, half of them less "
         "than %.2f ms, while a sleep of 1 ms takes %.2f ms; something on the way looks for finished fences by a timer",
         near, count, low / 1e6, middle / 1e6, sleep / 1e6);
}

static void
run(void)
{
   struct device device = open_device();
   struct buffer buffer = create_host_buffer(&device, 4, VK_BUFFER_USAGE_TRANSFER_DST_BIT);
   VkCommandBuffer commands = begin_repeatable(&device);
   vkCmdFillBuffer(commands, buffer.handle, 0, 4, 0x1a7e9c70u);
   full_barrier(commands);
   end_repeatable(commands);
   VkFence fence = create_fence(&device);

   double times[SAMPLES];
   size_t count = 0;
   time_submission(&device, commands, fence);
   const double start = seconds_now();
   while (count < SAMPLES && (count < FEWEST_SAMPLES || seconds_now() - start < MOST_SECONDS))
      times[count++] = time_submission(&device, commands, fence);
   check_words("the fill", buffer.map, 1, constant_word, 0x1a7e9c70u);
   report_metric("submit to signal", "ns", times, count);
   qsort(times, count, sizeof(times[0]), ascending);
   check_quantum(times, count);

   vkDestroyFence(device.handle, fence, NULL);
   destroy_buffer(&device, &buffer);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "sync/fence-latency",
   .title = "The time from submission to signal is no multiple of 10 ms",
   .run = run,
};
