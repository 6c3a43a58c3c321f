/* One case, as the runner asks for it. */
#ifndef REQUEST_H
#define REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MAX_WORDS = 1024 };

struct request {
   uint32_t number;
   uint32_t kill_ms;
   /* Bytes. */
   uint32_t protocol_limit;
   uint32_t output_limit;
   uint32_t file_limit;
   uint32_t file_count;
   /* 0: three quarters of what the machine has. */
   uint32_t memory_mib;
   uint32_t processes;
   /* The program's path first; both end with NULL. */
   char *arguments[MAX_WORDS + 1];
   /* KEY=VALUE, over the supervisor's own. */
   char *variables[MAX_WORDS + 1];
};

/* Copies a RUN frame's payload. Returns false where it is not one. */
bool request_read(struct request *request, const unsigned char *payload, size_t size);

/* Its bound of memory in bytes; 0 where none is known. */
uint64_t request_memory(const struct request *request);

#endif
