/*
 * So many small commands that the ring (128 KiB) comes round hundreds of times, with one that waits for its answer now
 * and then: no stall, and the device works at the end.
 */
#include "fill_check.h"

/* Making and destroying a sampler are some 170 bytes of commands, none of which waits for an answer. */
#define SAMPLERS 200000u
#define BETWEEN_FILLS 50000u

static void
run(void)
{
   struct device device = open_device();
   const VkSamplerCreateInfo info = {.sType = VK_STRUCTURE_TYPE_SAMPLER_CREATE_INFO, .maxLod = 1.0f};
   const double start = seconds_now();
   for (uint32_t i = 0; i < SAMPLERS; i++) {
      VkSampler sampler;
      const VkResult created = vkCreateSampler(device.handle, &info, NULL, &sampler);
      if (created != VK_SUCCESS)
         must(check_result("vkCreateSampler", VK_SUCCESS, created));
      vkDestroySampler(device.handle, sampler, NULL);
      if (i % BETWEEN_FILLS == 0)
         must_fill(&device, "a fill among them", 0x12345678u + i);
   }
   must_fill(&device, "a fill after them", 0x87654321u);
   const double rate = 2.0 * SAMPLERS / (seconds_now() - start);
   report_metric("commands per second", "1/s", &rate, 1);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "protocol/ring-wrap",
   .title = "Small commands, 400,000 of them, pass the ring without a stall",
   .run = run,
};
