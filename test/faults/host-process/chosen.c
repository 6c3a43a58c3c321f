/* Which fault is chosen, and for which program. */
#include "chosen.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

static bool
is_chosen(const char *program, const char *fault)
{
   const char *name = getenv("VENUS_SUITE_FAULT");
   const bool ours = strncmp(program_invocation_short_name, program, strlen(program)) == 0;
   return ours && name && strcmp(name, fault) == 0;
}

bool
in_vmm(const char *fault)
{
   return is_chosen("qemu-system", fault);
}

bool
in_render_server(const char *fault)
{
   return is_chosen("virgl_render_server", fault);
}

void *
next_function(const char *name)
{
   void *next = dlsym(RTLD_NEXT, name);
   if (next)
      return next;
   /* QEMU loads it with a module, out of sight of RTLD_NEXT. */
   void *library = dlopen("libvirglrenderer.so.1", RTLD_LAZY | RTLD_NOLOAD);
   next = library ? dlsym(library, name) : NULL;
   if (!next)
      abort();
   return next;
}
