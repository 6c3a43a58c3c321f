/* Kills the ssh session that its own case came through: the link is cut, and the guest lives on. */
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
   check("kill", kill(server, SIGKILL) == 0, "it cannot be killed");
   pause();
}

const struct probe this_probe = {
   .id = "self/cut-link",
   .title = "Kills its own ssh session",
   .run = run,
};
