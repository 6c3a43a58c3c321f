#include "inside_guest.h"

#include <stdio.h>
#include <string.h>

#include "probe.h"

/* The kernel's options by which the runner boots its own guests, all of them and no machine's usual ones. */
static const char *const marks[] = {"panic=-1", "printk.devkmsg=on", "log_buf_len=4M"};

void
require_guest(void)
{
   char line[4096] = "";
   FILE *file = fopen("/proc/cmdline", "re");
   if (file) {
      if (!fgets(line, sizeof(line), file))
         line[0] = '\0';
      fclose(file);
   }
   for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
      if (!strstr(line, marks[i]))
         skip_probe("This is not a guest of the suite's own: its kernel was booted without %s.", marks[i]);
}
