/* The process of the guest's ssh server that this probe's own connection runs through. */
#ifndef SSH_SERVER_H
#define SSH_SERVER_H

#include <sys/types.h>

/* The nearest ancestor named dropbear; 0 where there is none. */
pid_t find_ssh_server(void);

#endif
