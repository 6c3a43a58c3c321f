/* One process has 32 instances, and so 32 contexts of the renderer, at the same time; devices on several of them work. */
#include "fill_check.h"

#define CONTEXTS 32u
#define STRIDE 15u /* 0, 15, 30 */

static void
run(void)
{
   VkInstance instances[CONTEXTS];
   for (uint32_t i = 0; i < CONTEXTS; i++)
      instances[i] = create_instance(NULL, 0);
   struct device devices[CONTEXTS / STRIDE + 1];
   uint32_t count = 0;
   for (uint32_t i = 0; i < CONTEXTS; i += STRIDE)
      devices[count++] = open_device_on(instances[i]);
   for (uint32_t i = 0; i < count; i++)
      must_fill(&devices[i], "a fill in one of the contexts", 0x32320000u + i);
   /* close_device would destroy the instance too, and the others are destroyed below. */
   for (uint32_t i = 0; i < count; i++)
      close_logical_device(&devices[i]);
   for (uint32_t i = 0; i < CONTEXTS; i++)
      vkDestroyInstance(instances[i], NULL);
   struct device last = open_device();
   must_fill(&last, "a fill after all of them", 0x46464646u);
   close_device(&last);
}

const struct probe this_probe = {
   .id = "lifecycle/many-contexts",
   .title = "Contexts, 32 of one process at the same time, live and work",
   .run = run,
};
