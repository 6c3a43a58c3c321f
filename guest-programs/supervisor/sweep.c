#include "sweep.h"

#include <dirent.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The parent stands after the name, which may itself hold blanks and brackets, and the state. */
static pid_t
parent_of(const char *pid)
{
   char path[64], text[512];
   snprintf(path, sizeof(path), "/proc/%.20s/stat", pid);
   FILE *const file = fopen(path, "re");
   if (!file)
      return -1;
   const size_t size = fread(text, 1, sizeof(text) - 1, file);
   fclose(file);
   text[size] = '\0';
   const char *const name_end = strrchr(text, ')');
   int parent = -1;
   return name_end && sscanf(name_end + 1, " %*c %d", &parent) == 1 ? parent : -1;
}

void
kill_children(void)
{
   DIR *const processes = opendir("/proc");
   if (!processes)
      return;
   const pid_t self = getpid();
   for (struct dirent *entry; (entry = readdir(processes));) {
      const long pid = strtol(entry->d_name, NULL, 10);
      if (pid > 0 && parent_of(entry->d_name) == self)
         kill((pid_t)pid, SIGKILL);
   }
   closedir(processes);
}
