/*
 * Loaded before virgl_render_server (LD_PRELOAD): no ring of Venus' sleeps for longer than 20 ms without a look.
 *
 * Venus wakes a sleeping ring at most once a millisecond, and counts that millisecond from a clock that it reads after
 * it has seen the ring asleep. Where the guest is held up between the two, a wake-up that was due is left out, and both
 * sides wait for ever. Real processors are held up there seldom; an emulated one is, for it translates that code when it
 * first comes to it. The ring's thread takes an early return from its wait for a wake-up, and looks at the ring.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>

#define LOOK_NS 20000000L
#define SECOND_NS 1000000000L
#define EXPORT __attribute__((visibility("default")))

typedef int (*wait_function)(pthread_cond_t *, pthread_mutex_t *);

static int
is_ring_thread(void)
{
   static _Thread_local int known = -1;
   if (known < 0) {
      char name[17] = "";
      prctl(PR_GET_NAME, name);
      known = strncmp(name, "vkr-ring", 8) == 0;
   }
   return known;
}

EXPORT int
pthread_cond_wait(pthread_cond_t *condition, pthread_mutex_t *mutex)
{
   if (!is_ring_thread()) {
      static wait_function next;
      if (!next)
         *(void **)&next = dlsym(RTLD_NEXT, "pthread_cond_wait");
      return next(condition, mutex);
   }
   struct timespec look;
   clock_gettime(CLOCK_REALTIME, &look);
   look.tv_nsec += LOOK_NS;
   if (look.tv_nsec >= SECOND_NS) {
      look.tv_nsec -= SECOND_NS;
      look.tv_sec++;
   }
   const int result = pthread_cond_timedwait(condition, mutex, &look);
   return result == ETIMEDOUT ? 0 : result;
}
