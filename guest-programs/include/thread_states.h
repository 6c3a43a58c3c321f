/* Where the threads of a process wait: the story of a time-out. */
#ifndef THREAD_STATES_H
#define THREAD_STATES_H

/*
 * Writes a line for each thread of this process to stderr: its name, the system call that it is in, and where in the
 * kernel it waits. Async-signal-safe. On a kernel without /proc it writes nothing.
 */
void write_thread_states(void);

#endif
