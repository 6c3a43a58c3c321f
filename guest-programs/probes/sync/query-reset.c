/*
 * A query that was reset, by a command or by the host, has no result until it is written again. With query feedback the
 * guest's copy of the results must be reset too: a stale one reads as a result that is not there.
 */
#include "commands.h"
#include "device_options.h"
#include "query.h"

#define COUNT 8u
#define ROUNDS 4

static struct device
open_host_reset_device(bool *host_reset)
{
   VkInstance instance = create_instance(NULL, 0);
   VkPhysicalDeviceHostQueryResetFeatures reset = {
      .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_HOST_QUERY_RESET_FEATURES,
   };
   VkPhysicalDeviceFeatures2 features = {.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_FEATURES_2, .pNext = &reset};
   vkGetPhysicalDeviceFeatures2(pick_physical_device(instance), &features);
   *host_reset = reset.hostQueryReset;
   return open_device_with(instance, &(struct device_options){.features = &reset});
}

static void
reset_by_command(const struct device *device, VkQueryPool pool)
{
   VkCommandBuffer commands = begin_commands(device);
   vkCmdResetQueryPool(commands, pool, 0, COUNT);
   run_commands(device, commands);
   check_availability(device, pool, COUNT, false, "no result after vkCmdResetQueryPool");
}

static void
write_all(const struct device *device, VkQueryPool pool)
{
   VkCommandBuffer commands = begin_commands(device);
   for (uint32_t i = 0; i < COUNT; i++)
      vkCmdWriteTimestamp(commands, VK_PIPELINE_STAGE_BOTTOM_OF_PIPE_BIT, pool, i);
   run_commands(device, commands);
   uint64_t values[COUNT];
   must_read_queries(device, pool, 0, COUNT, 1, values);
   check_availability(device, pool, COUNT, true, "all results after they are written");
}

static void
run(void)
{
   bool host_reset;
   struct device device = open_host_reset_device(&host_reset);
   timestamp_bits(&device);
   VkQueryPool pool = create_query_pool(&device, VK_QUERY_TYPE_TIMESTAMP, COUNT, 0);

   for (int round = 0; round < ROUNDS; round++) {
      reset_by_command(&device, pool);
      write_all(&device, pool);
      if (!host_reset)
         continue;
      vkResetQueryPool(device.handle, pool, 0, COUNT);
      check_availability(&device, pool, COUNT, false, "no result after vkResetQueryPool");
      write_all(&device, pool);
   }

   vkDestroyQueryPool(device.handle, pool, NULL);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "sync/query-reset",
   .title = "A query that was reset has no result until it is written again",
   .run = run,
};
