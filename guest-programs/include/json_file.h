/* A JSON file for the runner to compare with a golden. */
#ifndef JSON_FILE_H
#define JSON_FILE_H

#include <stdio.h>

/* Opens it in the output folder; ends the probe with an error where that fails. */
FILE *open_json_file(const char *name);
/* Closes it and announces it to the runner. */
void close_json_file(FILE *file, const char *name);

#endif
