/*
 * Specialization constants of each type, an array's length and a workgroup's size: first the shader's own values, then
 * others, from data that is packed in another order than the constants.
 */
#include <stddef.h>
#include <string.h>

#include "compute.h"
#include "specialized_comp.h"

struct seen {
   uint32_t invocations, size;
   int32_t whole;
   float fraction;
   uint32_t flag, entries;
};

struct constants {
   float fraction;
   VkBool32 flag;
   uint32_t entries, group_size;
   int32_t whole;
};
static const struct constants values = {
   .fraction = -1.75f,
   .flag = VK_TRUE,
   .entries = 11,
   .group_size = 24,
   .whole = 1000,
};
#define ENTRY(id, member) {id, offsetof(struct constants, member), sizeof(values.member)}
static const VkSpecializationMapEntry entries[] = {
   ENTRY(7, entries), ENTRY(0, group_size), ENTRY(3, flag), ENTRY(2, fraction), ENTRY(1, whole),
};

static void
check_constants(const struct device *device, const char *name, const VkSpecializationInfo *info, struct seen expected)
{
   struct buffer buffer = create_host_buffer(device, sizeof(struct seen), VK_BUFFER_USAGE_STORAGE_BUFFER_BIT);
   memset(buffer.map, 0, sizeof(struct seen));
   struct compute compute = create_compute(device, &(struct compute_options){
                                                      .code = SHADER(specialized_comp),
                                                      .ranges = {whole_buffer(&buffer)},
                                                      .range_count = 1,
                                                      .constants = info,
                                                   });
   VkCommandBuffer commands = begin_commands(device);
   dispatch(commands, &compute, NULL, 1);
   run_commands(device, commands);
   struct seen seen;
   memcpy(&seen, buffer.map, sizeof(seen));
   check(name,
         seen.invocations == expected.invocations && seen.size == expected.size && seen.whole == expected.whole &&
            seen.fraction == expected.fraction && seen.flag == expected.flag && seen.entries == expected.entries,
         "%u invocations (not %u), size %u, int %d (not %d), float %g (not %g), bool %u (not %u), array of %u (not %u)",
         seen.invocations, expected.invocations, seen.size, seen.whole, expected.whole, (double)seen.fraction,
         (double)expected.fraction, seen.flag, expected.flag, seen.entries, expected.entries);
   destroy_compute(device, &compute);
   destroy_buffer(device, &buffer);
}

static void
run(void)
{
   struct device device = open_device();
   check_constants(&device, "the shader's own values", NULL, (struct seen){4, 4, -21, 1.5f, 2, 3});
   const VkSpecializationInfo info = {
      .mapEntryCount = sizeof(entries) / sizeof(entries[0]),
      .pMapEntries = entries,
      .dataSize = sizeof(values),
      .pData = &values,
   };
   check_constants(&device, "the values given", &info, (struct seen){24, 24, 3000, -0.75f, 1, 11});
   /* One of them only: the others keep the shader's own. */
   const VkSpecializationInfo one = {
      .mapEntryCount = 1,
      .pMapEntries = &entries[1],
      .dataSize = sizeof(values),
      .pData = &values,
   };
   check_constants(&device, "one value given", &one, (struct seen){24, 24, -21, 1.5f, 2, 3});
   close_device(&device);
}

const struct probe this_probe = {
   .id = "compute/specialization",
   .title = "Specialization constants of each type reach the shader",
   .run = run,
};
