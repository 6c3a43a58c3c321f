/* What can break between virgl_render_server and the host's driver. */
#include <stddef.h>

#include "../fault.h"

extern const struct fault transfer_faults[];
extern const struct fault draw_faults[];
extern const struct fault pipeline_faults[];
extern const struct fault descriptor_faults[];
extern const struct fault order_faults[];
extern const struct fault query_faults[];
extern const struct fault sync_faults[];
extern const struct fault submit_faults[];
extern const struct fault slow_faults[];
extern const struct fault memory_faults[];
extern const struct fault image_faults[];
extern const struct fault capability_faults[];
extern const struct fault log_faults[];
extern const struct fault process_faults[];
extern const struct fault transport_faults[];
extern const struct fault worker_faults[];
extern const struct fault compiler_faults[];
extern const struct fault unsteady_faults[];

const struct fault *const all_faults[] = {
   transfer_faults,
   draw_faults,
   pipeline_faults,
   descriptor_faults,
   order_faults,
   query_faults,
   sync_faults,
   submit_faults,
   slow_faults,
   memory_faults,
   image_faults,
   capability_faults,
   log_faults,
   process_faults,
   transport_faults,
   worker_faults,
   compiler_faults,
   unsteady_faults,
   NULL,
};
