#include "kernel_messages.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "probe.h"

int
listen_to_kernel(void)
{
   const int log = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
   if (log >= 0)
      lseek(log, 0, SEEK_END);
   return log;
}

static bool
holds_one_of(const char *text, const char *const texts[], size_t count)
{
   for (size_t i = 0; i < count; i++) {
      if (strstr(text, texts[i]))
         return true;
   }
   return false;
}

void
check_kernel_messages(int log, const char *name, const char *const texts[], size_t count)
{
   if (log < 0)
      return;
   char record[2048], complaint[512] = "";
   ssize_t length;
   /* A read gives one record, the text after the first semicolon; EPIPE says that some were overwritten. */
   while ((length = read(log, record, sizeof(record) - 1)) > 0 || (length < 0 && errno == EPIPE)) {
      if (length < 0)
         continue;
      record[length] = '\0';
      const char *text = strchr(record, ';');
      if (text && complaint[0] == '\0' && holds_one_of(text, texts, count))
         snprintf(complaint, sizeof(complaint), "%.*s", (int)strcspn(text + 1, "\n"), text + 1);
   }
   check(name, complaint[0] == '\0', "%s", complaint);
   close(log);
}
