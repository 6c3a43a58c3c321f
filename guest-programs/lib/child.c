#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "probe.h"

#define POLL_MS 10u

bool
find_program(const char *name, char *path, size_t size)
{
   const char *search = getenv("PATH");
   char folders[4096];
   snprintf(folders, sizeof(folders), "%s:/usr/bin", search ? search : "/usr/bin");
   for (char *rest = folders, *folder; (folder = strtok_r(rest, ":", &rest));) {
      snprintf(path, size, "%s/%s", folder, name);
      if (access(path, X_OK) == 0)
         return true;
   }
   return false;
}

pid_t
start_child(const char *path, const char *const arguments[], int inherited)
{
   const pid_t parent = getpid();
   const pid_t pid = fork();
   if (pid < 0)
      fail_setup("fork failed: %s.", strerror(errno));
   if (pid > 0)
      return pid;

   /* The probe may have ended before this took effect. */
   if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent)
      _exit(127);
   dup2(STDERR_FILENO, STDOUT_FILENO);
   if (inherited >= 0)
      fcntl(inherited, F_SETFD, 0);
   /* execv changes no argument; its type is older than const. */
   execv(path, (char *const *)(uintptr_t)arguments);
   perror(path);
   _exit(127);
}

bool
wait_child(pid_t pid, unsigned ms, int *status)
{
   const double end = seconds_now() + ms / 1e3;
   do {
      if (waitpid(pid, status, WNOHANG) == pid)
         return true;
      sleep_ms(POLL_MS);
   } while (seconds_now() < end);
   return false;
}

void
stop_child(pid_t pid)
{
   int status;
   kill(pid, SIGTERM);
   if (wait_child(pid, 1000, &status))
      return;
   kill(pid, SIGKILL);
   waitpid(pid, &status, 0);
}

const char *
describe_status(int status)
{
   static char text[96];
   if (WIFEXITED(status))
      snprintf(text, sizeof(text), "exit status %d", WEXITSTATUS(status));
   else
      snprintf(text, sizeof(text), "signal %d (%s)", WTERMSIG(status), strsignal(WTERMSIG(status)));
   return text;
}
