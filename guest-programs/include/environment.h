/* What a target sets for its probes (`guestEnv`). */
#ifndef ENVIRONMENT_H
#define ENVIRONMENT_H

/* Ends the probe with an error where the variable is set and is no positive number. */
long number_from_environment(const char *name, long otherwise);

#endif
