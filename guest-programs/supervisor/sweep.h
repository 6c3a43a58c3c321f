#ifndef SWEEP_H
#define SWEEP_H

/*
 * Sends SIGKILL to every child of this process. As their children become its own when they die, doing it again until
 * there are none ends all that descends from it, also what left its session.
 */
void kill_children(void);

#endif
