/* Makes the guest's kernel panic: the VM dies under its case. */
#include <fcntl.h>
#include <unistd.h>

#include "common/inside_guest.h"
#include "probe.h"

static void
run(void)
{
   require_guest();
   const int fd = open("/proc/sysrq-trigger", O_WRONLY | O_CLOEXEC);
   must(check("open", fd >= 0, "/proc/sysrq-trigger cannot be opened"));
   check("panic", write(fd, "c", 1) == 1, "the kernel took no command");
   check("after", false, "the guest outlived its panic");
}

const struct probe this_probe = {
   .id = "self/panic",
   .title = "Makes the guest's kernel panic",
   .run = run,
};
