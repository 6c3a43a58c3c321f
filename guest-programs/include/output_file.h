/* Files that a probe leaves for the runner, in $VENUS_SUITE_OUT or the working directory. */
#ifndef OUTPUT_FILE_H
#define OUTPUT_FILE_H

#include <stddef.h>
#include <stdint.h>

/* The folder's path, without a trailing slash. */
const char *output_folder(void);

/* Writes width * height RGBA pixels, rows from the top, and announces them. */
void emit_rgba8(const char *name, const void *pixels, uint32_t width, uint32_t height);

/* Announces a file that is already in the output folder. `media` is one of docs/protocol.md. */
void emit_file(const char *name, const char *media);

#endif
