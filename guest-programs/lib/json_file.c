#include "json_file.h"

#include "output_file.h"
#include "probe.h"

FILE *
open_json_file(const char *name)
{
   char path[4096];
   snprintf(path, sizeof(path), "%s/%s", output_folder(), name);
   FILE *file = fopen(path, "w");
   if (!file)
      fail_setup("%s cannot be made.", path);
   return file;
}

void
close_json_file(FILE *file, const char *name)
{
   const bool failed = ferror(file);
   if (fclose(file) != 0 || failed)
      fail_setup("%s cannot be written.", name);
   emit_file(name, "application/json");
}
