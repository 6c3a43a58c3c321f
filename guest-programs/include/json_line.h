/* One line of JSON on the protocol's descriptor, built in place and written at once. */
#ifndef JSON_LINE_H
#define JSON_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Takes the descriptor from $VENUS_SUITE_FD; stdout without it. */
void json_open(void);

/* Starts the line `{"event":"EVENT"`. A line is in the making between json_begin and json_send. */
void json_begin(const char *event);
void json_string(const char *key, const char *value);
void json_bool(const char *key, bool value);
void json_number(const char *key, double value);
void json_numbers(const char *key, const double *values, size_t count);
/* Closes the line and writes it with one write(). Ends the process where nobody reads any more. */
void json_send(void);

#endif
