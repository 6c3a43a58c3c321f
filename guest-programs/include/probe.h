/*
 * What every probe is made of: its registration, the checks that it makes, and the ways to end early.
 * The events that these functions write are described in docs/protocol.md.
 */
#ifndef PROBE_H
#define PROBE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PRINTF_LIKE(text, first) __attribute__((format(printf, text, first)))

/* A probe defines exactly one of these, named `this_probe`; lib/main.c runs it. */
struct probe {
   const char *id;    /* area/name */
   const char *title; /* a sentence without a full stop */
   void (*run)(void); /* returns when every check was made */
};
extern const struct probe this_probe;

/*
 * Each of these reports one check and returns whether it held; the probe goes on either way. The first that does not
 * hold makes the probe fail and becomes its reason. `format` tells a failure's story; it is left out when ok.
 */
bool check(const char *name, bool ok, const char *format, ...) PRINTF_LIKE(3, 4);
bool check_number(const char *name, uint64_t expected, uint64_t actual);
/* Reports a comparison that the caller made, in the caller's own words. */
bool check_values(const char *name, bool ok, const char *expected, const char *actual, const char *message);

/* Ends the probe as failed where a check did not hold and nothing after it would make sense: must(check(…)). */
void must(bool ok);

/* A feature is absent: `format` is a sentence that names it. Does not return. */
_Noreturn void skip_probe(const char *format, ...) PRINTF_LIKE(1, 2);
/* The probe cannot get as far as its check: `format` is a sentence that names the call. Does not return. */
_Noreturn void fail_setup(const char *format, ...) PRINTF_LIKE(1, 2);

/* At most MAX_METRIC_VALUES finite values: a line of the protocol holds no more. */
#define MAX_METRIC_VALUES 2048u
void report_metric(const char *name, const char *unit, const double *values, size_t count);

/* Monotonic time in seconds. */
double seconds_now(void);
/* Whole nanoseconds since a time that seconds_now returned. */
double nanoseconds_since(double start);
void sleep_ms(unsigned ms);

#endif
