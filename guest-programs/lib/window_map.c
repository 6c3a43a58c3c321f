#include "window_map.h"

#include <glob.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "probe.h"

/* Each DRM minor of the device has the same file. */
#define PATTERN "/sys/kernel/debug/dri/*/virtio-gpu-host-visible-mm"

static FILE *
open_window_map(void)
{
   glob_t files;
   if (glob(PATTERN, 0, NULL, &files) != 0)
      skip_probe("debugfs does not show the host-visible window: nothing matches %s.", PATTERN);
   FILE *file = fopen(files.gl_pathv[0], "r");
   if (!file)
      fail_setup("%s cannot be read.", files.gl_pathv[0]);
   globfree(&files);
   return file;
}

size_t
read_window_map(struct window_range *ranges, size_t capacity)
{
   FILE *file = open_window_map();
   size_t count = 0;
   char line[256];
   while (fgets(line, sizeof(line), file)) {
      /* 0x0000008000000000-0x0000008000021000: 135168: used */
      uint64_t start, end;
      if (sscanf(line, "0x%" SCNx64 "-0x%" SCNx64, &start, &end) != 2 || !strstr(line, ": used"))
         continue;
      if (count < capacity)
         ranges[count] = (struct window_range){start, end};
      count++;
   }
   fclose(file);
   return count;
}
