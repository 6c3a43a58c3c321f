#include "worker.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "child.h"
#include "json_line.h"
#include "outcome.h"
#include "probe.h"

static _Noreturn void
be_worker(pid_t probe, int events, void (*work)(void *), void *argument)
{
   /* The probe may have ended before this took effect. */
   if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != probe)
      _exit(STATUS_ERROR);
   char number[16];
   snprintf(number, sizeof(number), "%d", events);
   setenv("VENUS_SUITE_FD", number, 1);
   json_open();
   work(argument);
   /* exit, not _exit: the driver's exit handlers are part of a process' life. */
   exit(end_by_checks());
}

struct worker
start_worker(void (*work)(void *), void *argument)
{
   const pid_t probe = getpid();
   int ends[2];
   if (pipe2(ends, O_CLOEXEC) != 0)
      fail_setup("pipe2 failed: %s.", strerror(errno));
   const pid_t pid = fork();
   if (pid < 0)
      fail_setup("fork failed: %s.", strerror(errno));
   if (pid == 0) {
      close(ends[0]);
      be_worker(probe, ends[1], work, argument);
   }
   close(ends[1]);
   return (struct worker){.pid = pid, .events = ends[0]};
}

/* The last line that can be read from the worker without waiting. */
static void
read_last_event(int events, char *line, size_t size)
{
   static char text[64 << 10];
   size_t length = 0;
   ssize_t count;
   fcntl(events, F_SETFL, O_NONBLOCK);
   while (length < sizeof(text) - 1 && (count = read(events, text + length, sizeof(text) - 1 - length)) > 0)
      length += (size_t)count;
   text[length] = '\0';
   if (length > 0 && text[length - 1] == '\n')
      text[length - 1] = '\0';
   const char *last = strrchr(text, '\n');
   snprintf(line, size, "%s", last ? last + 1 : text);
}

static bool
check_end(const char *name, struct worker *worker, unsigned ms, bool may_die)
{
   int status;
   char event[512];
   const bool ended = wait_child(worker->pid, ms, &status);
   if (!ended) {
      kill(worker->pid, SIGKILL);
      waitpid(worker->pid, &status, 0);
   }
   read_last_event(worker->events, event, sizeof(event));
   close(worker->events);
   if (!ended)
      return check(name, may_die, "the process did not end within %u ms; its last event: %s", ms, event);
   const bool passed = WIFEXITED(status) && WEXITSTATUS(status) == STATUS_PASS;
   return check(name, passed || (may_die && WIFSIGNALED(status)),
                "the process ended with %s; its last event: %s", describe_status(status), event);
}

bool
check_worker(const char *name, struct worker *worker, unsigned ms)
{
   return check_end(name, worker, ms, false);
}

bool
check_worker_may_die(const char *name, struct worker *worker, unsigned ms)
{
   return check_end(name, worker, ms, true);
}

bool
end_worker(struct worker *worker, unsigned ms)
{
   int status;
   if (!wait_child(worker->pid, ms, &status)) {
      kill_worker(worker);
      return false;
   }
   close(worker->events);
   return WIFEXITED(status) && WEXITSTATUS(status) == STATUS_PASS;
}

void
kill_worker(struct worker *worker)
{
   int status;
   kill(worker->pid, SIGKILL);
   waitpid(worker->pid, &status, 0);
   close(worker->events);
}

void *
shared_memory(size_t size)
{
   void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
   if (memory == MAP_FAILED)
      fail_setup("mmap failed: %s.", strerror(errno));
   return memory;
}
