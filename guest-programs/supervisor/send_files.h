/* Sends the files that a probe announced, once nothing of it runs any more. */
#ifndef SEND_FILES_H
#define SEND_FILES_H

#include <stdbool.h>
#include <stdint.h>

void send_files_begin(const char *folder, uint32_t count_limit, uint32_t size_limit);

/* Queues at most a chunk. Returns false when all is sent. */
bool send_files_step(void);

#endif
