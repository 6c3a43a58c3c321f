/* What can break between a program in the guest and Venus. */
#include <stddef.h>

#include "../fault.h"

extern const struct fault device_faults[];
extern const struct fault memory_faults[];
extern const struct fault leftover_faults[];
extern const struct fault sync_faults[];
extern const struct fault present_faults[];
extern const struct fault end_faults[];
extern const struct fault misuse_faults[];
extern const struct fault unsteady_faults[];
extern const struct fault halved_faults[];

const struct fault *const all_faults[] = {
   device_faults,
   memory_faults,
   leftover_faults,
   sync_faults,
   present_faults,
   end_faults,
   misuse_faults,
   unsteady_faults,
   halved_faults,
   NULL,
};
