/* A compute shader writes the words that the same function gives on the CPU, and none past the count. */
#include <string.h>

#include "compute.h"
#include "fill_comp.h"

#define WORDS 100003u
#define GUARD_WORDS 61u
#define GUARD 0x77777777u
#define GROUP 64u

struct parameters {
   uint32_t count, seed;
};

static void
run(void)
{
   struct device device = open_device();
   const VkDeviceSize size = (WORDS + GUARD_WORDS) * 4;
   struct buffer buffer = create_host_buffer(&device, size, VK_BUFFER_USAGE_STORAGE_BUFFER_BIT);
   memset(buffer.map, 0x77, size);

   const struct parameters parameters = {.count = WORDS, .seed = 0x2545f491u};
   struct compute compute = create_compute(&device, &(struct compute_options){
                                                       .code = SHADER(fill_comp),
                                                       .ranges = {whole_buffer(&buffer)},
                                                       .range_count = 1,
                                                       .push_bytes = sizeof(parameters),
                                                    });
   VkCommandBuffer commands = begin_commands(&device);
   dispatch(commands, &compute, &parameters, (WORDS + GROUP - 1) / GROUP);
   run_commands(&device, commands);

   check_words("the shader's words", buffer.map, WORDS, hashed_word, parameters.seed);
   check_words("the words past the count", (const uint32_t *)buffer.map + WORDS, GUARD_WORDS, constant_word, GUARD);

   destroy_compute(&device, &compute);
   destroy_buffer(&device, &buffer);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "compute/fill-shader",
   .title = "A compute shader writes what the same function gives on the CPU",
   .run = run,
};
