/* How a probe ends: between lib/check.c, which knows the outcome, and lib/main.c, which returns it. */
#ifndef OUTCOME_H
#define OUTCOME_H

enum { STATUS_PASS = 0, STATUS_FAIL = 1, STATUS_SKIP = 77, STATUS_ERROR = 99 };

/* Writes the end event that the checks so far ask for; returns the exit status that goes with it. */
int end_by_checks(void);

/* end_by_checks, then leaves the process at once. */
_Noreturn void end_now(void);

#endif
