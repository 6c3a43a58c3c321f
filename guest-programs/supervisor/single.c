#include "single.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

enum { TRIES = 400, TRIES_BEFORE_FORCE = 100, PAUSE_MS = 10 };

static pid_t
holder(int lock)
{
   char text[32] = "";
   if (pread(lock, text, sizeof(text) - 1, 0) <= 0)
      return 0;
   return (pid_t)strtol(text, NULL, 10);
}

bool
become_the_only_one(const char *base)
{
   char path[4096];
   snprintf(path, sizeof(path), "%s/.supervisor", base);
   const int lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
   if (lock < 0)
      return false;
   for (int i = 0; flock(lock, LOCK_EX | LOCK_NB) != 0; i++) {
      if (i == TRIES)
         return false;
      const pid_t other = holder(lock);
      if (other > 1 && (i == 0 || i == TRIES_BEFORE_FORCE))
         kill(other, i == 0 ? SIGTERM : SIGKILL);
      nanosleep(&(struct timespec){.tv_nsec = PAUSE_MS * 1000000}, NULL);
   }
   /* The descriptor stays open: it is the lock. */
   char text[32];
   const int size = snprintf(text, sizeof(text), "%d\n", (int)getpid());
   return ftruncate(lock, 0) == 0 && pwrite(lock, text, (size_t)size, 0) == size;
}
