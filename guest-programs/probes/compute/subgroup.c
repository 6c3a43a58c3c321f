/*
 * Subgroup operations: each invocation notes its place and what it was told; the CPU does the sums again over the
 * invocations that name the same subgroup. Works with every subgroup size, and with subgroups that are not full.
 */
#include <string.h>

#include "compute.h"
#include "subgroup_comp.h"

#define GROUP 64u
#define GROUPS 16u
#define COUNT (GROUP * GROUPS)

struct view {
   uint32_t subgroup, lane, size;
   uint32_t sum, before, first, lanes, largest;
};

static VkPhysicalDeviceSubgroupProperties
subgroup_properties(VkPhysicalDevice physical)
{
   VkPhysicalDeviceSubgroupProperties subgroup = {.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_SUBGROUP_PROPERTIES};
   VkPhysicalDeviceProperties2 properties = {
      .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PROPERTIES_2,
      .pNext = &subgroup,
   };
   vkGetPhysicalDeviceProperties2(physical, &properties);
   subgroup.pNext = NULL;
   return subgroup;
}

/* What the invocation `index` should have seen, from where it and its neighbours say they are. */
static struct view
expected_view(const struct view *views, uint32_t index, uint32_t seed)
{
   struct view expected = {.subgroup = views[index].subgroup, .lane = views[index].lane, .size = views[index].size};
   const uint32_t start = index / GROUP * GROUP;
   uint32_t lowest_lane = UINT32_MAX;
   for (uint32_t i = start; i < start + GROUP; i++) {
      if (views[i].subgroup != expected.subgroup)
         continue;
      const uint32_t word = hashed_word(i, seed);
      expected.sum += word;
      expected.lanes++;
      if (views[i].lane < expected.lane)
         expected.before += word;
      if (views[i].lane < lowest_lane) {
         lowest_lane = views[i].lane;
         expected.first = word;
      }
      if (word > expected.largest)
         expected.largest = word;
   }
   return expected;
}

/* Whether no other invocation of the group says that it is at the same place. */
static bool
alone_at_place(const struct view *views, uint32_t index)
{
   for (uint32_t i = index / GROUP * GROUP; i < index; i++) {
      if (views[i].subgroup == views[index].subgroup && views[i].lane == views[index].lane)
         return false;
   }
   return views[index].lane < views[index].size;
}

static void
run(void)
{
   const uint32_t seed = 0x5eedu;
   struct device device = open_device();
   const VkPhysicalDeviceSubgroupProperties properties = subgroup_properties(device.physical);
   const VkSubgroupFeatureFlags wanted =
      VK_SUBGROUP_FEATURE_BASIC_BIT | VK_SUBGROUP_FEATURE_BALLOT_BIT | VK_SUBGROUP_FEATURE_ARITHMETIC_BIT;
   if ((properties.supportedOperations & wanted) != wanted ||
       !(properties.supportedStages & VK_SHADER_STAGE_COMPUTE_BIT))
      skip_probe("Compute shaders have no basic, ballot and arithmetic subgroup operations.");
   struct buffer buffer = create_host_buffer(&device, COUNT * sizeof(struct view), VK_BUFFER_USAGE_STORAGE_BUFFER_BIT);
   memset(buffer.map, 0xff, buffer.size);
   struct compute compute = create_compute(&device, &(struct compute_options){
                                                       .code = SHADER(subgroup_comp),
                                                       .ranges = {whole_buffer(&buffer)},
                                                       .range_count = 1,
                                                       .push_bytes = sizeof(seed),
                                                    });
   VkCommandBuffer commands = begin_commands(&device);
   dispatch(commands, &compute, &seed, GROUPS);
   run_commands(&device, commands);

   const struct view *views = buffer.map;
   for (uint32_t i = 0; i < COUNT; i++) {
      if (!alone_at_place(views, i))
         must(check("places", false, "invocation %u is in lane %u of %u, where another one is or none can be",
                    i, views[i].lane, views[i].size));
      const struct view expected = expected_view(views, i, seed);
      must(memcmp(&expected, &views[i], sizeof(expected)) == 0 ||
           check_bytes("what an invocation saw", &views[i], &expected, sizeof(expected)));
   }
   check("subgroups", true, "%u invocations", COUNT);
   check_number("subgroupSize", properties.subgroupSize, views[0].size);

   destroy_compute(&device, &compute);
   destroy_buffer(&device, &buffer);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "compute/subgroup",
   .title = "Subgroup operations give what the CPU makes of the same subgroups",
   .run = run,
};
