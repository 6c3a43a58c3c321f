#include "probe_case.h"

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "announce.h"
#include "cgroup.h"
#include "clock.h"
#include "frame.h"
#include "kernel_log.h"
#include "outbox.h"
#include "request.h"
#include "send_files.h"
#include "spawn.h"
#include "streams.h"
#include "sweep.h"
#include "work_folder.h"

enum {
   /* What SIGKILL did not end by then, the kernel holds. */
   KILL_WAIT_US = 2000000,
   KILL_AGAIN_US = 20000,
   /* A kernel that logs without end must not hold up the case. */
   LOG_WAIT_US = 500000,
};

/* In their order. */
enum phase { IDLE, LOG_BEFORE, RUNNING, KILLING, DRAINING, LOG_AFTER, FILES };

static enum phase phase;
static struct request request;
static pid_t pid;
static enum ending ending;
static int status;
static bool reaped;
static struct rusage usage;
static uint64_t began, ended, log_end, kill_end, kill_next;
static int spawn_error;
/* Whether an earlier case left processes that could not be killed. */
static bool haunted;

void
case_prepare(const char *base)
{
   work_folder_make(base);
   cgroup_make();
}

bool
case_request(const unsigned char *payload, size_t size)
{
   if (phase != IDLE || !request_read(&request, payload, size))
      return false;
   announce_reset();
   ending = BY_ITSELF;
   reaped = false;
   pid = 0;
   spawn_error = 0;
   memset(&usage, 0, sizeof(usage));
   began = ended = 0;
   log_end = microseconds_now() + LOG_WAIT_US;
   phase = LOG_BEFORE;
   return true;
}

bool
case_is_idle(void)
{
   return phase == IDLE;
}

static void
kill_all(void)
{
   if (phase < KILLING) {
      const uint64_t now = microseconds_now();
      kill_end = now + (haunted ? KILL_AGAIN_US : KILL_WAIT_US);
      kill_next = now;
      phase = KILLING;
   }
}

static void
cut(enum ending why)
{
   if (phase != RUNNING || reaped)
      return;
   ending = why;
   kill_all();
}

void
case_stop(void)
{
   if (phase == LOG_BEFORE) {
      ending = STOPPED;
      phase = FILES;
   }
   cut(STOPPED);
}

static void
start(void)
{
   unsigned char number[4];
   put_u32(number, request.number);
   outbox_put(STARTED, number, sizeof(number));
   const uint64_t memory = request_memory(&request);
   cgroup_limit(memory, request.processes);
   began = microseconds_now();
   struct spawned probe;
   if (spawn(&probe, &request, work_folder_path(), memory)) {
      pid = probe.pid;
      streams_open(&probe, request.output_limit, request.protocol_limit);
      phase = RUNNING;
      return;
   }
   spawn_error = errno;
   ending = NEVER_STARTED;
   phase = FILES;
}

/* Returns whether children are left. */
static bool
reap(void)
{
   for (;;) {
      int one;
      struct rusage used;
      const pid_t child = wait4(-1, &one, WNOHANG, &used);
      if (child <= 0)
         return child == 0;
      if (phase == IDLE || child != pid || reaped)
         continue;
      ended = microseconds_now();
      reaped = true;
      status = one;
      usage = used;
   }
}

void
case_tick(void)
{
   const bool left = reap();
   const uint64_t now = microseconds_now();
   if (phase == RUNNING && reaped)
      kill_all();
   if (phase == RUNNING && now >= began + (uint64_t)request.kill_ms * 1000)
      cut(AT_ITS_BOUND);
   if (phase != KILLING)
      return;
   if (!left) {
      phase = DRAINING;
   } else if (now >= kill_end) {
      haunted = true;
      if (!reaped)
         ending = UNKILLABLE;
      phase = DRAINING;
   } else if (now >= kill_next) {
      kill_next = now + KILL_AGAIN_US;
      cgroup_kill();
      kill_children();
   }
   if (phase == DRAINING)
      log_end = now + LOG_WAIT_US;
}

static bool
forward_streams(void)
{
   enum ending flood = BY_ITSELF;
   const bool more = streams_forward(&flood);
   if (flood != BY_ITSELF && ending == BY_ITSELF) {
      ending = flood;
      kill_all();
   }
   /* What comes over the bound is thrown away until nobody is left who writes it. */
   return more && (flood == BY_ITSELF || phase < DRAINING);
}

static void
close_streams(void)
{
   spawn_error = streams_close();
   if (spawn_error != 0 && ending == BY_ITSELF)
      ending = NEVER_STARTED;
}

static void
answer(void)
{
   unsigned char payload[4 * 10 + 256];
   const uint64_t wall = ended > began ? ended - began : 0;
   const uint32_t numbers[] = {
      request.number,
      ending,
      reaped && WIFSIGNALED(status),
      !reaped ? 0 : WIFSIGNALED(status) ? (uint32_t)WTERMSIG(status) : (uint32_t)WEXITSTATUS(status),
      reaped ? (uint32_t)(wall < UINT32_MAX ? wall : UINT32_MAX) : 0,
      (uint32_t)(usage.ru_utime.tv_sec * 1000000 + usage.ru_utime.tv_usec),
      (uint32_t)(usage.ru_stime.tv_sec * 1000000 + usage.ru_stime.tv_usec),
      (uint32_t)usage.ru_maxrss,
      /* An exit in order was no such kill. */
      reaped && WIFSIGNALED(status) ? cgroup_oom_kills() : 0,
      haunted,
   };
   const size_t count = sizeof(numbers) / sizeof(*numbers);
   for (size_t i = 0; i < count; i++)
      put_u32(payload + 4 * i, numbers[i]);
   size_t size = 4 * count;
   if (ending == NEVER_STARTED) {
      size += (size_t)snprintf((char *)payload + size, sizeof(payload) - size, "%.120s: %.100s", request.arguments[0],
                               strerror(spawn_error));
   }
   outbox_put(ENDED, payload, size);
}

static void
finish(void)
{
   answer();
   /* The answer goes first; what is left to do is done while the runner thinks. */
   outbox_flush();
   phase = IDLE;
   work_folder_remove();
   cgroup_remove();
}

bool
case_step(void)
{
   switch (phase) {
   case IDLE:
      return false;
   case LOG_BEFORE:
      if (!kernel_log_forward() || microseconds_now() > log_end)
         start();
      return true;
   case RUNNING:
   case KILLING:
      return forward_streams();
   case DRAINING:
      if (forward_streams())
         return true;
      close_streams();
      phase = LOG_AFTER;
      return true;
   case LOG_AFTER:
      if (kernel_log_forward() && microseconds_now() < log_end)
         return true;
      send_files_begin(work_folder_path(), ending == BY_ITSELF ? request.file_count : 0, request.file_limit);
      phase = FILES;
      return true;
   case FILES:
      if (!send_files_step())
         finish();
      return true;
   }
   return false;
}

int
case_poll(struct pollfd *polled)
{
   return phase == RUNNING || phase == KILLING ? streams_poll(polled) : 0;
}

int
case_wait_ms(void)
{
   if (phase != RUNNING && phase != KILLING)
      return -1;
   const uint64_t now = microseconds_now();
   uint64_t until = phase == RUNNING ? began + (uint64_t)request.kill_ms * 1000 : kill_next;
   return until <= now ? 0 : (int)((until - now) / 1000 + 1);
}

void
case_abandon(void)
{
   if (phase == RUNNING || phase == KILLING) {
      kill_all();
      for (kill_end = microseconds_now() + KILL_WAIT_US; reap() && microseconds_now() < kill_end;) {
         cgroup_kill();
         kill_children();
         usleep(KILL_AGAIN_US / 10);
      }
   }
   work_folder_remove();
}
