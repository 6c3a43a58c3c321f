/* Where a process stands: the story of a time-out. */
#ifndef THREAD_STATES_H
#define THREAD_STATES_H

/*
 * Writes a line for each thread of this process to stderr: its name, the system call that it is in, and where in the
 * kernel it waits. Async-signal-safe. On a kernel without /proc it writes nothing.
 */
void write_thread_states(void);

/*
 * Writes the code that a signal interrupted, its caller, and the mapping that each lies in, to stderr; for the handler of
 * a signal, whose third argument it takes. Async-signal-safe. On a processor that it does not know it writes nothing.
 */
void write_interrupted(const void *context);

#endif
