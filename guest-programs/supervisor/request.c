#include "request.h"

#include <string.h>
#include <unistd.h>

#include "frame.h"

enum { NUMBERS = 10 };

static char text[REQUEST_BYTES];

/* Takes `count` strings that each end with a zero byte. */
static bool
take_words(char **words, uint32_t count, char **at, const char *end)
{
   if (count > MAX_WORDS)
      return false;
   for (uint32_t i = 0; i < count; i++) {
      char *const zero = memchr(*at, '\0', (size_t)(end - *at));
      if (!zero)
         return false;
      words[i] = *at;
      *at = zero + 1;
   }
   words[count] = NULL;
   return true;
}

bool
request_read(struct request *request, const unsigned char *payload, size_t size)
{
   uint32_t numbers[NUMBERS];
   if (size < sizeof(numbers))
      return false;
   for (int i = 0; i < NUMBERS; i++)
      numbers[i] = get_u32(payload + 4 * i);
   *request = (struct request){
      .number = numbers[0],
      .kill_ms = numbers[1],
      .protocol_limit = numbers[2],
      .output_limit = numbers[3],
      .file_limit = numbers[4],
      .file_count = numbers[5],
      .memory_mib = numbers[6],
      .processes = numbers[7],
   };
   const size_t length = size - sizeof(numbers);
   memcpy(text, payload + sizeof(numbers), length);
   char *at = text;
   const char *const end = text + length;
   return numbers[8] > 0 && take_words(request->arguments, numbers[8], &at, end) &&
          take_words(request->variables, numbers[9], &at, end) && at == end;
}

uint64_t
request_memory(const struct request *request)
{
   if (request->memory_mib > 0)
      return (uint64_t)request->memory_mib << 20;
   const long pages = sysconf(_SC_PHYS_PAGES), page = sysconf(_SC_PAGESIZE);
   return pages > 0 && page > 0 ? (uint64_t)pages * (uint64_t)page / 4 * 3 : 0;
}
