/* The time to make a device, have one piece of work done on it, and destroy it. */
#include "relay.h"
#include "stopwatch.h"

#define SAMPLES 10u

static void
run(void)
{
   VkInstance instance = create_instance(NULL, 0);
   double times[SAMPLES];
   for (uint32_t i = 0; i < SAMPLES; i++) {
      const double start = seconds_now();
      struct device device = open_device_on(instance);
      struct relay relay = create_relay(&device, 1, 0xde71ce00u + i);
      VkFence fence = create_fence(&device);
      VkCommandBuffer commands = begin_repeatable(&device);
      record_relay_step(commands, &relay, 0);
      end_repeatable(commands);
      time_submission(&device, commands, fence);
      must(check_relay(&relay, 1, "the work of each device"));
      vkDestroyFence(device.handle, fence, NULL);
      destroy_relay(&device, &relay);
      close_logical_device(&device);
      times[i] = nanoseconds_since(start);
   }
   report_metric("device", "ns", times, SAMPLES);
   vkDestroyInstance(instance, NULL);
}

const struct probe this_probe = {
   .id = "perf/device-creation",
   .title = "The time to make a device, use it once and destroy it",
   .run = run,
};
