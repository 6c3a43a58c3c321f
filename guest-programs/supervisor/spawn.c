#include "spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cgroup.h"

enum { PROTOCOL_FD = 3 };

static void
write_file(const char *path, const char *text)
{
   const int file = open(path, O_WRONLY | O_CLOEXEC);
   if (file < 0)
      return;
   /* Where it is refused, the kernel's own choice stands. */
   const ssize_t written = write(file, text, strlen(text));
   (void)written;
   close(file);
}

static void
reset_signals(void)
{
   for (int signal_number = 1; signal_number < NSIG; signal_number++)
      signal(signal_number, SIG_DFL);
   sigset_t none;
   sigemptyset(&none);
   sigprocmask(SIG_SETMASK, &none, NULL);
}

static void
bound_by_rlimits(const struct request *request, uint64_t memory)
{
   const struct rlimit data = {memory, memory}, processes = {request->processes, request->processes};
   if (memory > 0)
      setrlimit(RLIMIT_DATA, &data);
   if (request->processes > 0)
      setrlimit(RLIMIT_NPROC, &processes);
}

static void
set_environment(char *const *variables, const char *folder)
{
   for (; *variables; variables++)
      putenv(*variables);
   setenv("VENUS_SUITE_FD", "3", 1);
   setenv("VENUS_SUITE_OUT", folder, 1);
   setenv("PWD", folder, 1);
}

static void
become_probe(const struct spawned *ends, const struct request *request, const char *folder, uint64_t memory,
             pid_t supervisor)
{
   /* The supervisor may have ended before this took effect. */
   if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != supervisor)
      _exit(127);
   reset_signals();
   setsid();
   write_file("/proc/self/oom_score_adj", "500");
   const struct rlimit no_core = {0, 0};
   setrlimit(RLIMIT_CORE, &no_core);
   if (cgroup_fd() < 0)
      bound_by_rlimits(request, memory);
   set_environment(request->variables, folder);
   const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
   if (chdir(folder) == 0 && dup2(null, STDIN_FILENO) >= 0 && dup2(ends->output, STDOUT_FILENO) >= 0 &&
       dup2(ends->output, STDERR_FILENO) >= 0 && dup2(ends->protocol, PROTOCOL_FD) >= 0)
      execv(request->arguments[0], request->arguments);
   const int why = errno;
   const ssize_t written = write(ends->failure, &why, sizeof(why));
   (void)written;
   _exit(127);
}

/* Straight into the group: moving a process there later waits for every CPU. */
static pid_t
fork_into_group(void)
{
   struct clone_args arguments = {
      .flags = CLONE_INTO_CGROUP,
      .exit_signal = SIGCHLD,
      .cgroup = (uint64_t)cgroup_fd(),
   };
   const pid_t pid = (pid_t)syscall(SYS_clone3, &arguments, sizeof(arguments));
   if (pid >= 0 || (errno != ENOSYS && errno != EINVAL && errno != E2BIG && errno != EPERM))
      return pid;
   const pid_t slow = fork();
   if (slow == 0) {
      const int members = openat(cgroup_fd(), "cgroup.procs", O_WRONLY | O_CLOEXEC);
      if (members < 0 || write(members, "0", 1) != 1)
         _exit(127);
      close(members);
   }
   return slow;
}

static void
close_all(const int *descriptors, int count)
{
   for (int i = 0; i < count; i++) {
      if (descriptors[i] >= 0)
         close(descriptors[i]);
   }
}

bool
spawn(struct spawned *spawned, const struct request *request, const char *folder, uint64_t memory)
{
   int pipes[6] = {-1, -1, -1, -1, -1, -1};
   for (int i = 0; i < 6; i += 2) {
      if (pipe2(pipes + i, O_CLOEXEC) != 0 || fcntl(pipes[i], F_SETFL, O_NONBLOCK) != 0) {
         close_all(pipes, 6);
         return false;
      }
   }
   const pid_t supervisor = getpid();
   const pid_t pid = cgroup_fd() < 0 ? fork() : fork_into_group();
   if (pid == 0) {
      const struct spawned ends = {.output = pipes[1], .protocol = pipes[3], .failure = pipes[5]};
      become_probe(&ends, request, folder, memory, supervisor);
   }
   const int why = errno;
   close(pipes[1]);
   close(pipes[3]);
   close(pipes[5]);
   *spawned = (struct spawned){.pid = pid, .output = pipes[0], .protocol = pipes[2], .failure = pipes[4]};
   if (pid > 0)
      return true;
   close(pipes[0]);
   close(pipes[2]);
   close(pipes[4]);
   errno = why;
   return false;
}
