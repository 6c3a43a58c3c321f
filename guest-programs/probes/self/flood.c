/* Writes a gigabyte to stderr: the runner must stop it long before, keep a bounded part, and go on. */
#include <string.h>
#include <unistd.h>

#include "probe.h"

enum { BLOCK = 64 * 1024, BLOCKS = 16 * 1024 };

static void
run(void)
{
   static char block[BLOCK];
   memset(block, 'x', sizeof(block));
   block[BLOCK - 1] = '\n';
   for (int i = 0; i < BLOCKS; i++)
      must(check("write", write(STDERR_FILENO, block, sizeof(block)) > 0, "stderr is closed"));
}

const struct probe this_probe = {
   .id = "self/flood",
   .title = "Writes 1 GiB to stderr",
   .run = run,
};
