#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "json_line.h"
#include "outcome.h"
#include "probe.h"
#include "thread_states.h"

#define PROTOCOL_VERSION 1

/* The kernel's own action ends the process even where a driver thread hangs. */
static void
on_alarm(int number, siginfo_t *info, void *context)
{
   (void)info;
   write_interrupted(context);
   write_thread_states();
   signal(number, SIG_DFL);
   raise(number);
}

/* The probe's own bound. */
static void
set_alarm(void)
{
   const char *ms = getenv("VENUS_SUITE_ALARM_MS");
   if (!ms)
      return;
   const long bound = strtol(ms, NULL, 10);
   if (bound <= 0) {
      fprintf(stderr, "VENUS_SUITE_ALARM_MS=%s is not a number of milliseconds\n", ms);
      exit(STATUS_ERROR);
   }
   sigset_t alarm_only;
   sigemptyset(&alarm_only);
   sigaddset(&alarm_only, SIGALRM);
   const struct sigaction action = {.sa_sigaction = on_alarm, .sa_flags = SA_SIGINFO};
   sigaction(SIGALRM, &action, NULL);
   sigprocmask(SIG_UNBLOCK, &alarm_only, NULL);
   const struct itimerval timer = {.it_value = {.tv_sec = bound / 1000, .tv_usec = bound % 1000 * 1000}};
   setitimer(ITIMER_REAL, &timer, NULL);
}

int
main(int argc, char **argv)
{
   if (argc == 2 && strcmp(argv[1], "--list") == 0) {
      printf("%s\t%s\n", this_probe.id, this_probe.title);
      return 0;
   }
   set_alarm();
   json_open();
   json_begin("hello");
   json_number("protocol", PROTOCOL_VERSION);
   json_string("probe", this_probe.id);
   json_send();
   if (argc > 1)
      fail_setup("%s takes no argument but --list.", this_probe.id);
   this_probe.run();
   return end_by_checks();
}
