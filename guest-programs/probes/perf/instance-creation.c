/* The time to make an instance, find its devices and destroy it: in a guest, a context and a ring on the host. */
#include "device.h"

#define SAMPLES 10u

static void
run(void)
{
   double times[SAMPLES];
   VkDriverId first = VK_DRIVER_ID_MAX_ENUM;
   for (uint32_t i = 0; i < SAMPLES; i++) {
      const double start = seconds_now();
      VkInstance instance = create_instance(NULL, 0);
      const VkDriverId id = driver_of(pick_physical_device(instance)).id;
      vkDestroyInstance(instance, NULL);
      times[i] = nanoseconds_since(start);
      first = i == 0 ? id : first;
      must(check_number("the driver is the same each time", first, id));
   }
   report_metric("instance", "ns", times, SAMPLES);
}

const struct probe this_probe = {
   .id = "perf/instance-creation",
   .title = "The time to make an instance and destroy it",
   .run = run,
};
