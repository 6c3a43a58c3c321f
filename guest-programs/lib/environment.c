#include "environment.h"

#include <stdlib.h>

#include "probe.h"

long
number_from_environment(const char *name, long otherwise)
{
   const char *text = getenv(name);
   const long number = text ? strtol(text, NULL, 10) : otherwise;
   if (number <= 0)
      fail_setup("%s=%s is not a positive number.", name, text);
   return number;
}
