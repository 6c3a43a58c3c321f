#include "announce.h"

#include <stdbool.h>
#include <string.h>

enum { LINE_BYTES = 64 << 10, VALUE_BYTES = NAME_BYTES };

static char line[LINE_BYTES];
static size_t length;
/* The rest of a line that is too long to be one. */
static bool skipping;
static char names[MAX_FILES][NAME_BYTES];
static size_t count;

void
announce_reset(void)
{
   length = count = 0;
   skipping = false;
}

static const char *
skip_blanks(const char *at, const char *end)
{
   while (at < end && strchr(" \t\r", *at))
      at++;
   return at;
}

/* Copies a string that begins at `at`, without its quotes; one with an escape, or too long, becomes empty. */
static const char *
take_string(const char *at, const char *end, char *value)
{
   size_t size = 0;
   bool plain = true;
   for (at++; at < end && *at != '"'; at++) {
      if (*at == '\\') {
         plain = false;
         at++;
      }
      if (size < VALUE_BYTES - 1)
         value[size++] = at < end ? *at : '\0';
      else
         plain = false;
   }
   value[plain ? size : 0] = '\0';
   return at < end ? at + 1 : end;
}

/* Passes over a value that is no string, nested ones with all that is in them. */
static const char *
skip_value(const char *at, const char *end)
{
   char ignored[VALUE_BYTES];
   for (int depth = 0; at < end;) {
      if (depth == 0 && (*at == ',' || *at == '}'))
         return at;
      if (*at == '"') {
         at = take_string(at, end, ignored);
         continue;
      }
      depth += *at == '{' || *at == '[' ? 1 : *at == '}' || *at == ']' ? -1 : 0;
      at++;
   }
   return end;
}

static bool
is_safe(const char *name)
{
   const size_t size = strlen(name);
   return size > 0 && strspn(name, ".") != size &&
          strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-") == size;
}

static void
add(const char *name)
{
   for (size_t i = 0; i < count; i++) {
      if (strcmp(names[i], name) == 0)
         return;
   }
   if (count < MAX_FILES && is_safe(name))
      memcpy(names[count++], name, strlen(name) + 1);
}

/* A line is one flat object; what is none is the runner's to complain of. */
static void
read_line(const char *at, const char *end)
{
   char event[VALUE_BYTES] = "", name[VALUE_BYTES] = "";
   at = skip_blanks(at, end);
   if (at == end || *at != '{')
      return;
   for (at = skip_blanks(at + 1, end); at < end && *at == '"';) {
      char key[VALUE_BYTES], value[VALUE_BYTES] = "";
      at = skip_blanks(take_string(at, end, key), end);
      if (at == end || *at != ':')
         return;
      at = skip_blanks(at + 1, end);
      at = at < end && *at == '"' ? take_string(at, end, value) : skip_value(at, end);
      if (strcmp(key, "event") == 0)
         memcpy(event, value, sizeof(event));
      else if (strcmp(key, "name") == 0)
         memcpy(name, value, sizeof(name));
      at = skip_blanks(at, end);
      if (at == end || *at != ',')
         break;
      at = skip_blanks(at + 1, end);
   }
   if (strcmp(event, "file") == 0)
      add(name);
}

void
announce_feed(const char *bytes, size_t size)
{
   while (size > 0) {
      const char *const newline = memchr(bytes, '\n', size);
      const size_t part = newline ? (size_t)(newline - bytes) : size;
      if (part > sizeof(line) - length)
         skipping = true;
      if (!skipping) {
         memcpy(line + length, bytes, part);
         length += part;
      }
      if (!newline)
         return;
      if (!skipping)
         read_line(line, line + length);
      length = 0;
      skipping = false;
      bytes += part + 1;
      size -= part + 1;
   }
}

size_t
announced_count(void)
{
   return count;
}

const char *
announced_name(size_t index)
{
   return names[index];
}
