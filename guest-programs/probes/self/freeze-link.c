/* Stops the ssh session that its own case came through: the link stays up, and nothing comes over it any more. */
#include <signal.h>
#include <unistd.h>

#include "common/inside_guest.h"
#include "probe.h"
#include "common/ssh_server.h"

static void
run(void)
{
   require_guest();
   const pid_t server = find_ssh_server();
   must(check("server", server > 0, "no ancestor is an ssh server"));
   check("stop", kill(server, SIGSTOP) == 0, "it cannot be stopped");
   pause();
}

const struct probe this_probe = {
   .id = "self/freeze-link",
   .title = "Stops its own ssh session",
   .run = run,
};
