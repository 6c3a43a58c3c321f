/* A thousand dispatches in one command buffer, each of which needs what the one before left. */
#include <string.h>

#include "compute.h"
#include "step_comp.h"

#define DISPATCHES 1000u

static void
run(void)
{
   struct device device = open_device();
   struct buffer state = create_host_buffer(&device, 4, VK_BUFFER_USAGE_STORAGE_BUFFER_BIT);
   memset(state.map, 0, 4);
   struct compute compute = create_compute(&device, &(struct compute_options){
                                                       .code = SHADER(step_comp),
                                                       .ranges = {whole_buffer(&state)},
                                                       .range_count = 1,
                                                       .push_bytes = sizeof(uint32_t),
                                                    });
   uint32_t expected = 0;
   VkCommandBuffer commands = begin_commands(&device);
   for (uint32_t i = 0; i < DISPATCHES; i++) {
      dispatch(commands, &compute, &i, 1);
      expected = expected * 1664525u + i;
   }
   run_commands(&device, commands);
   check_words("the state after the last dispatch", state.map, 1, constant_word, expected);

   destroy_compute(&device, &compute);
   destroy_buffer(&device, &state);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "compute/many-dispatches",
   .title = "A thousand dispatches in one command buffer run each once and in order",
   .run = run,
};
