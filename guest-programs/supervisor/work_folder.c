#include "work_folder.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { OPEN_FOLDERS = 16 };

static char path[4096];
static bool made;

static int
remove_one(const char *name, const struct stat *stat, int kind, struct FTW *where)
{
   (void)stat;
   (void)kind;
   (void)where;
   remove(name);
   return 0;
}

bool
work_folder_make(const char *base)
{
   if (made)
      return true;
   snprintf(path, sizeof(path), "%s/.work", base);
   if (mkdir(path, 0755) != 0 && errno == EEXIST) {
      nftw(path, remove_one, OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
      if (mkdir(path, 0755) != 0)
         return false;
   }
   made = access(path, W_OK) == 0;
   return made;
}

void
work_folder_remove(void)
{
   made = false;
   /* Most probes leave nothing. */
   if (rmdir(path) != 0)
      nftw(path, remove_one, OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
}

const char *
work_folder_path(void)
{
   return path;
}
