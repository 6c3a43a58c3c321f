/* What the guest lets a program have: set as its shell or service would have it. */
#include <sys/resource.h>

#include "kernel.h"

#define FEW_DESCRIPTORS 16u

__attribute__((constructor)) static void
bound_descriptors(void)
{
   if (is_chosen("guest-descriptors-few"))
      setrlimit(RLIMIT_NOFILE, &(struct rlimit){.rlim_cur = FEW_DESCRIPTORS, .rlim_max = FEW_DESCRIPTORS});
}
