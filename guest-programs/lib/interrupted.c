#include "thread_states.h"

#if defined(__linux__) && (defined(__aarch64__) || defined(__x86_64__))

#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <ucontext.h>
#include <unistd.h>

static void
say(const char *text)
{
   (void)!write(STDERR_FILENO, text, strlen(text));
}

static void
say_hex(uint64_t value)
{
   char digits[19] = "0x";
   for (int i = 0; i < 16; i++)
      digits[2 + i] = "0123456789abcdef"[value >> (60 - 4 * i) & 15];
   say(digits);
}

/* The hexadecimal number at the text's start; `end` is what follows it. */
static uint64_t
read_hex(const char *text, const char **end)
{
   uint64_t value = 0;
   for (;; text++) {
      const char c = *text;
      if (c >= '0' && c <= '9')
         value = value << 4 | (uint64_t)(c - '0');
      else if (c >= 'a' && c <= 'f')
         value = value << 4 | (uint64_t)(c - 'a' + 10);
      else
         break;
   }
   *end = text;
   return value;
}

/* Writes the line of the map, `start-end flags offset … path`, where it holds the address. */
static void
say_if_holds(const char *line, uint64_t address)
{
   const char *rest;
   const uint64_t start = read_hex(line, &rest);
   const uint64_t end = *rest == '-' ? read_hex(rest + 1, &rest) : 0;
   if (address < start || address >= end)
      return;
   say(" in ");
   say(line);
   say(", byte ");
   say_hex(address - start);
}

static void
say_mapping(uint64_t address)
{
   static char line[512];
   size_t length = 0;
   char chunk[1024];
   ssize_t count;
   const int maps = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
   while (maps >= 0 && (count = read(maps, chunk, sizeof(chunk))) > 0) {
      for (ssize_t i = 0; i < count; i++) {
         if (chunk[i] != '\n') {
            if (length < sizeof(line) - 1)
               line[length++] = chunk[i];
            continue;
         }
         line[length] = '\0';
         say_if_holds(line, address);
         length = 0;
      }
   }
   if (maps >= 0)
      close(maps);
}

static void
say_place(const char *what, uint64_t address)
{
   say(what);
   say_hex(address);
   say_mapping(address);
   say("\n");
}

void
write_interrupted(const void *context)
{
   const ucontext_t *user = context;
#ifdef __aarch64__
   const mcontext_t *machine = &user->uc_mcontext;
   say_place("stopped at ", machine->pc);
   say_place("  its caller ", machine->regs[30]);
   say("  the last system call ");
   say_hex(machine->regs[8]);
   say("\n");
   /* Frame records: the caller's record, then its return address. */
   const uint64_t *frame = (const uint64_t *)machine->regs[29];
   for (int depth = 0; depth < 8 && frame && ((uintptr_t)frame & 15) == 0; depth++) {
      say_place("  called from ", frame[1]);
      frame = (const uint64_t *)frame[0];
   }
#else
   say_place("stopped at ", (uint64_t)user->uc_mcontext.gregs[REG_RIP]);
#endif
}

#else

void
write_interrupted(const void *context)
{
   (void)context;
}

#endif
