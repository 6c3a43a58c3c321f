#include "send_files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "announce.h"
#include "frame.h"
#include "outbox.h"

static int folder = -1, file = -1;
static size_t next, limit;
static uint32_t bytes_limit, bytes_left;

void
send_files_begin(const char *path, uint32_t count_limit, uint32_t size_limit)
{
   next = 0;
   limit = announced_count() < count_limit ? announced_count() : count_limit;
   bytes_limit = size_limit;
   folder = limit == 0 ? -1 : open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
}

/* The payload: the name, a zero byte, the reason. */
static void
refuse(const char *name, const char *reason)
{
   char payload[NAME_BYTES + 128];
   const int size = snprintf(payload, sizeof(payload), "%s%c%s", name, '\0', reason);
   outbox_put(FILE_REFUSED, payload, (size_t)size);
}

static void
open_file(const char *name)
{
   struct stat stat;
   /* Nothing is followed, and opening a pipe waits for nobody. */
   file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
   if (file < 0) {
      refuse(name, errno == ENOENT  ? "was announced but is not there"
                   : errno == ELOOP ? "is a symbolic link, which is not followed"
                                    : strerror(errno));
   } else if (fstat(file, &stat) != 0 || !S_ISREG(stat.st_mode)) {
      refuse(name, "is not a plain file");
   } else if ((uint64_t)stat.st_size > bytes_limit) {
      refuse(name, "is over the limit of size");
   } else {
      outbox_put(FILE_BEGIN, name, strlen(name));
      bytes_left = (uint32_t)stat.st_size;
      return;
   }
   if (file >= 0)
      close(file);
   file = -1;
}

bool
send_files_step(void)
{
   if (file >= 0) {
      char chunk[CHUNK_BYTES];
      const ssize_t count = read(file, chunk, bytes_left < sizeof(chunk) ? bytes_left : sizeof(chunk));
      if (count > 0) {
         outbox_put(FILE_BYTES, chunk, (size_t)count);
         bytes_left -= (uint32_t)count;
         return true;
      }
      close(file);
      file = -1;
   }
   if (next < limit) {
      open_file(announced_name(next++));
      return true;
   }
   if (folder >= 0)
      close(folder);
   folder = -1;
   return false;
}
