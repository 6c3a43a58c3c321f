#include "thread_states.h"

#ifdef __linux__

#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define LINE 512u
#define PATH 64u

/* What the kernel's getdents64 writes; the C library's opendir would allocate. */
struct entry {
   uint64_t inode;
   int64_t offset;
   uint16_t length;
   uint8_t type;
   char name[];
};

static void
append(char *text, size_t size, const char *more)
{
   const size_t used = strlen(text);
   const size_t room = size - 1 - used;
   const size_t length = strlen(more) < room ? strlen(more) : room;
   memcpy(text + used, more, length);
   text[used + length] = '\0';
}

/* Appends the file's text on one line, or nothing where it cannot be read. */
static void
append_file(char *line, const char *tid, const char *name)
{
   char path[PATH] = "/proc/self/task/";
   append(path, sizeof(path), tid);
   append(path, sizeof(path), "/");
   append(path, sizeof(path), name);
   const int fd = open(path, O_RDONLY | O_CLOEXEC);
   if (fd < 0)
      return;
   char text[320];
   const ssize_t count = read(fd, text, sizeof(text) - 1);
   close(fd);
   text[count > 0 ? count : 0] = '\0';
   for (char *c = text; *c; c++) {
      if (*c == '\n')
         *c = c[1] ? '|' : '\0';
   }
   append(line, LINE, text);
}

static void
write_thread(const char *tid)
{
   char line[LINE] = "thread ";
   append(line, sizeof(line), tid);
   append(line, sizeof(line), " ");
   append_file(line, tid, "comm");
   append(line, sizeof(line), ": waits in ");
   append_file(line, tid, "wchan");
   append(line, sizeof(line), ", system call ");
   append_file(line, tid, "syscall");
   append(line, sizeof(line), ", stack ");
   append_file(line, tid, "stack");
   append(line, sizeof(line) - 1, "");
   const size_t length = strlen(line);
   line[length < LINE - 1 ? length : LINE - 2] = '\n';
   (void)!write(STDERR_FILENO, line, length < LINE - 1 ? length + 1 : LINE - 1);
}

void
write_thread_states(void)
{
   const int folder = open("/proc/self/task", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
   if (folder < 0)
      return;
   _Alignas(struct entry) char entries[4096];
   long count;
   while ((count = syscall(SYS_getdents64, folder, entries, sizeof(entries))) > 0) {
      for (long at = 0; at < count;) {
         const struct entry *entry = (const struct entry *)(const void *)(entries + at);
         if (entry->name[0] != '.')
            write_thread(entry->name);
         at += entry->length;
      }
   }
   close(folder);
}

#else

void
write_thread_states(void)
{
}

#endif
