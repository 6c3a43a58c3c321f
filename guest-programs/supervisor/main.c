/*
 * Runs probes for a runner at the other end of stdin and stdout, one after the other: docs/supervisor.md.
 *
 *    supervisor BASE
 *
 * BASE is a folder in which the probes' work folder is made. The end of stdin, or SIGTERM, ends it and all it started.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cgroup.h"
#include "frame.h"
#include "inbox.h"
#include "kernel_log.h"
#include "outbox.h"
#include "probe_case.h"
#include "single.h"
#include "work_folder.h"

enum { STATUS_PROTOCOL = 2, STATUS_SETUP = 3 };

static const char *base;
static int signals;

/* Probes get their protocol on descriptor 3: none of the supervisor's own may lie there. */
static bool
occupy_low_descriptors(void)
{
   int descriptor;
   do
      descriptor = open("/dev/null", O_RDWR | O_CLOEXEC);
   while (descriptor >= 0 && descriptor < 3);
   return descriptor >= 3 && fcntl(STDOUT_FILENO, F_SETFL, O_NONBLOCK) == 0 &&
          fcntl(STDIN_FILENO, F_SETFL, O_NONBLOCK) == 0;
}

static bool
open_signals(void)
{
   sigset_t set;
   sigemptyset(&set);
   sigaddset(&set, SIGCHLD);
   sigaddset(&set, SIGTERM);
   sigaddset(&set, SIGINT);
   sigaddset(&set, SIGHUP);
   signal(SIGPIPE, SIG_IGN);
   signal(SIGCHLD, SIG_DFL);
   signals = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
   return signals >= 0 && sigprocmask(SIG_SETMASK, &set, NULL) == 0;
}

/* Where memory runs out, a probe goes, and not the one who is to tell of it. */
static void
outlive_probes(void)
{
   const int file = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
   if (file < 0)
      return;
   /* An ordinary user may not, and then stands as well as the probe. */
   const ssize_t written = write(file, "-900", 4);
   (void)written;
   close(file);
}

static bool
set_up(void)
{
   if (!occupy_low_descriptors() || !open_signals() || prctl(PR_SET_CHILD_SUBREAPER, 1) != 0) {
      perror("the supervisor cannot be set up");
      return false;
   }
   if (!become_the_only_one(base) || !work_folder_make(base)) {
      fprintf(stderr, "%s cannot be used: %s\n", base, strerror(errno));
      return false;
   }
   outlive_probes();
   kernel_log_trace_faults(true);
   const uint32_t has = cgroup_open(base) | (kernel_log_open() ? HAS_KERNEL_LOG : 0);
   unsigned char hello[8];
   put_u32(hello, SUPERVISOR_VERSION);
   put_u32(hello + 4, has);
   outbox_put(HELLO, hello, sizeof(hello));
   return true;
}

/* A machine on which no process ends any more is not alive, however well its supervisor talks. */
static void
pong(void)
{
   const pid_t pid = fork();
   if (pid == 0)
      _exit(0);
   int status;
   if (pid > 0 && waitpid(pid, &status, 0) == pid)
      outbox_put(PONG, NULL, 0);
}

/* Returns whether a frame was dealt with; `sound` becomes false where the runner talks nonsense. */
static bool
take_frame(bool *sound)
{
   struct frame frame;
   const int found = inbox_next(&frame);
   if (found == 0)
      return false;
   *sound = found > 0;
   if (found > 0 && frame.kind == RUN)
      *sound = case_request(frame.payload, frame.size);
   else if (found > 0 && frame.kind == STOP)
      case_stop();
   else if (found > 0 && frame.kind == PING)
      pong();
   else
      *sound = false;
   return *sound;
}

static bool
told_to_end(void)
{
   struct signalfd_siginfo one;
   bool end = false;
   while (read(signals, &one, sizeof(one)) == sizeof(one))
      end |= one.ssi_signo != SIGCHLD;
   return end;
}

/* Does all that can be done now. Returns false where the runner talks nonsense or is gone. */
static bool
work(void)
{
   bool sound = true, progress;
   do {
      case_tick();
      const bool room = outbox_has_room();
      progress = room && (take_frame(&sound) || case_step());
      if (!progress && case_is_idle())
         case_prepare(base);
      if (!outbox_flush())
         return false;
      /* What waited for room goes on at once: where the queue has just gone out whole, nothing else would wake it. */
      progress |= !room && outbox_has_room();
   } while (progress && sound);
   if (!sound)
      fprintf(stderr, "the runner sent something that is no request\n");
   return sound;
}

/* Returns false at the end. */
static bool
wait_for_more(void)
{
   enum { IN, OUT, SIGNALS, LOG, FIXED };
   const bool room = outbox_has_room();
   struct pollfd polled[FIXED + 2] = {
      [IN] = {.fd = STDIN_FILENO, .events = room ? POLLIN : 0},
      [OUT] = {.fd = STDOUT_FILENO, .events = outbox_waits() ? POLLOUT : 0},
      [SIGNALS] = {.fd = signals, .events = POLLIN},
      [LOG] = {.fd = room ? kernel_log_fd() : -1, .events = POLLIN},
   };
   const int count = FIXED + (room ? case_poll(polled + FIXED) : 0);
   if (poll(polled, (nfds_t)count, case_wait_ms()) < 0)
      return errno == EINTR;
   if (polled[SIGNALS].revents && told_to_end())
      return false;
   if (polled[LOG].revents)
      kernel_log_forward();
   if (polled[OUT].revents & (POLLERR | POLLHUP))
      return false;
   if (polled[IN].revents & POLLIN)
      return inbox_read();
   return !(polled[IN].revents & (POLLERR | POLLHUP | POLLNVAL));
}

int
main(int argc, char **argv)
{
   if (argc != 2) {
      fprintf(stderr, "usage: supervisor BASE\n");
      return STATUS_SETUP;
   }
   base = argv[1];
   if (!set_up())
      return STATUS_SETUP;
   bool sound;
   while ((sound = work()) && wait_for_more())
      continue;
   case_abandon();
   kernel_log_trace_faults(false);
   cgroup_close();
   return sound ? 0 : STATUS_PROTOCOL;
}
