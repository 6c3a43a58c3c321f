/* A control group for each case, in a mount of the supervisor's own, where kernel and user allow it. */
#ifndef CGROUP_H
#define CGROUP_H

#include <stdbool.h>
#include <stdint.h>

/* Ends what an earlier supervisor of the folder left behind. Returns the HAS_… flags of what there is. */
uint32_t cgroup_open(const char *base);
void cgroup_close(void);

/* Makes the next group ahead of its case, with the last one's bounds. Harmless where it is made already, or where there are none. */
void cgroup_make(void);

/* Its folder, for a clone into it; -1 where there is none. */
int cgroup_fd(void);

/* 0 for no bound. */
void cgroup_limit(uint64_t memory, uint32_t processes);

/* SIGKILL to all that is in it. */
void cgroup_kill(void);

/* Processes of it that the kernel killed since it ran out of the group's memory. */
uint32_t cgroup_oom_kills(void);

/* Removes it. One that the kernel still holds is left to cgroup_close. */
void cgroup_remove(void);

#endif
