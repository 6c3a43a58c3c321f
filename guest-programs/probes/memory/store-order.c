/*
 * Two CPUs each store to a place of their own and then load the other's: with sequentially consistent atomics at least
 * one of them must see the other's store. Venus' ring rests on that: the guest stores its tail and then loads the
 * renderer's status, the renderer stores its status and then loads the tail. Where both see the old value, the guest
 * sends no wake-up, the renderer sleeps, and both wait for ever. Makes no Vulkan call.
 */
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <string.h>

#include "probe.h"

/*
 * Both threads take each try together: who has stored waits for the other's store before the next. They leave that wait
 * some ten nanoseconds apart, and pauses of different lengths bring every distance in between: measured where the order
 * is broken, one try in twenty then shows it, while most tries of threads that only start together show nothing.
 */
enum { PAUSES = 8, SEEN = 4, TRIES_BETWEEN_LOOKS = 16, ENOUGH_MISSES = 100 };
/*
 * Where the machine is busy and seldom runs both CPUs at once, a try takes milliseconds and shows nothing. The first few
 * hundred that went quickly showed the defect every time, so that the time is longer while there are too few.
 */
enum { ENOUGH_TRIES = 5000 };
static const double SECONDS = 1.0, MAX_SECONDS = 6.0;
/* What the first thread stores when it has had enough. */
static const unsigned END = ~0u;

/* Each in a cache line of its own, as in the ring: the number of the try that the thread is in. */
static _Alignas(128) atomic_uint first;
static _Alignas(128) atomic_uint second;
/* The second thread in its last tries. It may be one ahead, and the one before is asked for: three have to differ. */
static _Alignas(128) atomic_bool second_saw[SEEN];

static void
pause_for(unsigned length)
{
   for (volatile unsigned i = 0; i < length; i++)
      ;
}

/* Whether the load that follows the store saw the other thread in this try. */
static bool
store_and_load(atomic_uint *own, const atomic_uint *other, unsigned try)
{
   atomic_store_explicit(own, try, memory_order_seq_cst);
   return atomic_load_explicit(other, memory_order_seq_cst) >= try;
}

static void *
second_thread(void *unused)
{
   (void)unused;
   for (unsigned try = 1;; try++) {
      pause_for(try % PAUSES);
      const bool saw = store_and_load(&second, &first, try);
      atomic_store_explicit(&second_saw[try % SEEN], saw, memory_order_relaxed);
      unsigned there = 0;
      do
         there = atomic_load_explicit(&first, memory_order_acquire);
      while (there < try);
      if (there == END)
         return NULL;
   }
}

struct outcome {
   unsigned tries;
   unsigned misses; /* neither saw the other */
};

static struct outcome
first_thread(void)
{
   struct outcome outcome = {0};
   const double start = seconds_now();
   bool saw_before = true;
   for (unsigned try = 1;; try++) {
      pause_for(try / PAUSES % PAUSES);
      const bool saw = store_and_load(&first, &second, try);
      while (atomic_load_explicit(&second, memory_order_acquire) < try)
         ;
      /* In this try the second thread has stored, so that it is done with the one before. */
      const bool second_saw_before = atomic_load_explicit(&second_saw[(try - 1) % SEEN], memory_order_relaxed);
      if (try > 1) {
         outcome.tries++;
         outcome.misses += !saw_before && !second_saw_before;
      }
      saw_before = saw;
      if (outcome.misses >= ENOUGH_MISSES)
         break;
      if (try % TRIES_BETWEEN_LOOKS == 0 &&
          nanoseconds_since(start) > 1e9 * (outcome.tries < ENOUGH_TRIES ? MAX_SECONDS : SECONDS))
         break;
   }
   atomic_store(&first, END);
   return outcome;
}

#ifdef __linux__
/* Each on a CPU of its own: two threads that share one see each other's stores in any case. */
static void
stay_on(pthread_t thread, unsigned index)
{
   cpu_set_t allowed;
   CPU_ZERO(&allowed);
   if (sched_getaffinity(0, sizeof(allowed), &allowed) != 0)
      fail_setup("sched_getaffinity: %s", strerror(errno));
   if (CPU_COUNT(&allowed) < 2)
      skip_probe("There is one CPU, and the order of one is always kept.");
   for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
      if (!CPU_ISSET(cpu, &allowed) || index-- > 0)
         continue;
      cpu_set_t one;
      CPU_ZERO(&one);
      CPU_SET(cpu, &one);
      const int error = pthread_setaffinity_np(thread, sizeof(one), &one);
      if (error != 0)
         fail_setup("pthread_setaffinity_np: %s", strerror(error));
      return;
   }
}
#endif

static void
run(void)
{
   pthread_t thread;
   const int error = pthread_create(&thread, NULL, second_thread, NULL);
   if (error != 0)
      fail_setup("pthread_create: %s", strerror(error));
#ifdef __linux__
   stay_on(thread, 1);
   stay_on(pthread_self(), 0);
#endif
   const struct outcome outcome = first_thread();
   pthread_join(thread, NULL);

   const double tried = outcome.tries;
   report_metric("tries", "count", &tried, 1);
   check("one of the two sees the other's store", outcome.misses == 0,
         "in %u of %u tries neither did: a load passed the store before it, and a wake-up of Venus' ring can be lost",
         outcome.misses, outcome.tries);
}

const struct probe this_probe = {
   .id = "memory/store-order",
   .title = "A sequentially consistent load does not pass the store before it",
   .run = run,
};
