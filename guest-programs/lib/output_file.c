#include "output_file.h"

#include <stdio.h>
#include <stdlib.h>

#include "json_line.h"
#include "probe.h"

const char *
output_folder(void)
{
   const char *folder = getenv("VENUS_SUITE_OUT");
   return folder ? folder : ".";
}

void
emit_rgba8(const char *name, const void *pixels, uint32_t width, uint32_t height)
{
   char path[4096];
   snprintf(path, sizeof(path), "%s/%s", output_folder(), name);
   FILE *file = fopen(path, "wb");
   const size_t count = (size_t)width * height;
   const bool written = file && fwrite(pixels, 4, count, file) == count;
   if (!file || fclose(file) != 0 || !written)
      fail_setup("%s cannot be written.", path);

   json_begin("file");
   json_string("name", name);
   json_string("media", "image/x-rgba8");
   json_number("width", width);
   json_number("height", height);
   json_send();
}

void
emit_file(const char *name, const char *media)
{
   json_begin("file");
   json_string("name", name);
   json_string("media", media);
   json_send();
}
