#include "json_line.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* docs/protocol.md bounds a line at 64 KiB; room is kept for the closing brace and the newline. */
#define LINE_BYTES (64 << 10)
#define LINE_TAIL 2
/* A longer text is cut: a message is a sentence, not a log. */
#define TEXT_BYTES 4096

static int descriptor = STDOUT_FILENO;
static char line[LINE_BYTES];
static size_t length;

void
json_open(void)
{
   const char *number = getenv("VENUS_SUITE_FD");
   if (!number)
      return;
   char *end;
   const long parsed = strtol(number, &end, 10);
   if (*number == '\0' || *end != '\0' || fcntl((int)parsed, F_SETFD, FD_CLOEXEC) != 0) {
      fprintf(stderr, "VENUS_SUITE_FD=%s is not an open descriptor\n", number);
      _exit(99);
   }
   descriptor = (int)parsed;
}

static bool
append(const char *bytes, size_t count)
{
   if (count > sizeof(line) - LINE_TAIL - length)
      return false;
   memcpy(line + length, bytes, count);
   length += count;
   return true;
}

/* Bytes of the UTF-8 sequence at `text`, or 0 where it is not valid UTF-8. Overlong forms and surrogates are invalid. */
static size_t
utf8_sequence(const unsigned char *text)
{
   if (text[0] < 0x80)
      return 1;
   const size_t count = text[0] >= 0xf0 ? 4 : text[0] >= 0xe0 ? 3 : 2;
   if (text[0] < 0xc2 || text[0] > 0xf4)
      return 0;
   for (size_t i = 1; i < count; i++) {
      if ((text[i] & 0xc0) != 0x80)
         return 0;
   }
   const bool overlong = (text[0] == 0xe0 && text[1] < 0xa0) || (text[0] == 0xf0 && text[1] < 0x90);
   const bool surrogate = text[0] == 0xed && text[1] >= 0xa0;
   const bool too_large = text[0] == 0xf4 && text[1] >= 0x90;
   return overlong || surrogate || too_large ? 0 : count;
}

static void
append_text(const char *value)
{
   append("\"", 1);
   const unsigned char *text = (const unsigned char *)value;
   const size_t start = length;
   while (*text && length - start < TEXT_BYTES) {
      char escape[8];
      const size_t count = utf8_sequence(text);
      if (count == 0) {
         append("\\ufffd", 6);
      } else if (*text == '"' || *text == '\\') {
         append((const char[]){'\\', (char)*text}, 2);
      } else if (*text < 0x20) {
         append(escape, (size_t)snprintf(escape, sizeof(escape), "\\u%04x", *text));
      } else {
         append((const char *)text, count);
      }
      text += count ? count : 1;
   }
   append("\"", 1);
}

static void
append_key(const char *key)
{
   append(",", 1);
   append_text(key);
   append(":", 1);
}

static void
append_number(double value)
{
   char text[32];
   /* JSON has no infinity and no NaN. */
   const int count = isfinite(value) ? snprintf(text, sizeof(text), "%.17g", value) : snprintf(text, sizeof(text), "null");
   append(text, (size_t)count);
}

void
json_begin(const char *event)
{
   length = 0;
   append("{\"event\":", 9);
   append_text(event);
}

void
json_string(const char *key, const char *value)
{
   append_key(key);
   append_text(value);
}

void
json_bool(const char *key, bool value)
{
   append_key(key);
   append(value ? "true" : "false", value ? 4 : 5);
}

void
json_number(const char *key, double value)
{
   append_key(key);
   append_number(value);
}

void
json_numbers(const char *key, const double *values, size_t count)
{
   append_key(key);
   append("[", 1);
   for (size_t i = 0; i < count; i++) {
      if (i > 0)
         append(",", 1);
      append_number(values[i]);
   }
   append("]", 1);
}

void
json_send(void)
{
   /* append() keeps these two bytes free. */
   line[length++] = '}';
   line[length++] = '\n';
   size_t written = 0;
   while (written < length) {
      const ssize_t count = write(descriptor, line + written, length - written);
      if (count < 0 && errno == EINTR)
         continue;
      if (count < 0) {
         perror("writing a protocol event");
         _exit(99);
      }
      written += (size_t)count;
   }
}
