#include "cgroup.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "frame.h"

static char mount_point[4096];
static bool mounted_here;
/* This supervisor's group, which holds those of its cases. */
static int parent = -1;
static char parent_path[4400];
static int group = -1;
static char group_name[32];
static unsigned made;
/* The bounds of the present group, and those that were asked for last: the next case most often has the same. */
static uint64_t memory_now, memory_wanted;
static uint32_t processes_now, processes_wanted;

static bool
write_text(int folder, const char *name, const char *text)
{
   const int file = openat(folder, name, O_WRONLY | O_CLOEXEC);
   if (file < 0)
      return false;
   const bool written = write(file, text, strlen(text)) == (ssize_t)strlen(text);
   close(file);
   return written;
}

static bool
mount_groups(const char *base)
{
   struct statfs kind;
   snprintf(mount_point, sizeof(mount_point), "%s/.cgroup", base);
   mkdir(mount_point, 0755);
   if (statfs(mount_point, &kind) == 0 && kind.f_type == CGROUP2_SUPER_MAGIC)
      return true;
   mounted_here = mount("none", mount_point, "cgroup2", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) == 0;
   return mounted_here;
}

static void
remove_old_groups(void)
{
   write_text(parent, "cgroup.kill", "1");
   DIR *const groups = opendir(parent_path);
   if (!groups)
      return;
   for (struct dirent *entry; (entry = readdir(groups));) {
      if (strncmp(entry->d_name, "case-", 5) == 0)
         unlinkat(parent, entry->d_name, AT_REMOVEDIR);
   }
   closedir(groups);
}

uint32_t
cgroup_open(const char *base)
{
   if (!mount_groups(base))
      return 0;
   const char *const slash = strrchr(base, '/');
   snprintf(parent_path, sizeof(parent_path), "%s/%s", mount_point, slash ? slash + 1 : base);
   mkdir(parent_path, 0755);
   parent = open(parent_path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
   if (parent < 0)
      return 0;
   remove_old_groups();
   const int root = open(mount_point, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
   static const char *const controllers[] = {"+memory", "+pids"};
   static const uint32_t flags[] = {HAS_MEMORY_LIMIT, HAS_PROCESS_LIMIT};
   uint32_t has = 0;
   for (int i = 0; i < 2; i++) {
      write_text(root, "cgroup.subtree_control", controllers[i]);
      if (write_text(parent, "cgroup.subtree_control", controllers[i]))
         has |= flags[i];
   }
   close(root);
   cgroup_make();
   return group < 0 ? 0 : has | HAS_CGROUP;
}

void
cgroup_close(void)
{
   if (parent >= 0) {
      cgroup_remove();
      remove_old_groups();
      close(parent);
      rmdir(parent_path);
      parent = -1;
   }
   if (mounted_here)
      umount2(mount_point, MNT_DETACH);
}

void
cgroup_make(void)
{
   if (parent < 0 || group >= 0)
      return;
   snprintf(group_name, sizeof(group_name), "case-%u", ++made);
   mkdirat(parent, group_name, 0755);
   group = openat(parent, group_name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
   memory_now = 0;
   processes_now = 0;
   cgroup_limit(memory_wanted, processes_wanted);
}

int
cgroup_fd(void)
{
   return group;
}

static void
write_bound(const char *name, uint64_t bound)
{
   char text[32];
   snprintf(text, sizeof(text), "%llu", (unsigned long long)bound);
   write_text(group, name, bound == 0 ? "max" : text);
}

void
cgroup_limit(uint64_t memory, uint32_t processes)
{
   if (group < 0)
      return;
   if (memory != memory_now) {
      write_bound("memory.max", memory);
      write_text(group, "memory.swap.max", "0");
      /* Half a probe is of no use, and what is left of it could hold the memory. */
      write_text(group, "memory.oom.group", "1");
   }
   if (processes != processes_now)
      write_bound("pids.max", processes);
   memory_now = memory_wanted = memory;
   processes_now = processes_wanted = processes;
}

void
cgroup_kill(void)
{
   if (group >= 0)
      write_text(group, "cgroup.kill", "1");
}

uint32_t
cgroup_oom_kills(void)
{
   char text[512];
   const int file = group < 0 ? -1 : openat(group, "memory.events", O_RDONLY | O_CLOEXEC);
   if (file < 0)
      return 0;
   const ssize_t size = read(file, text, sizeof(text) - 1);
   close(file);
   text[size < 0 ? 0 : size] = '\0';
   const char *const found = strstr(text, "oom_kill ");
   return found ? (uint32_t)strtoul(found + strlen("oom_kill "), NULL, 10) : 0;
}

void
cgroup_remove(void)
{
   if (group < 0)
      return;
   close(group);
   group = -1;
   unlinkat(parent, group_name, AT_REMOVEDIR);
}
