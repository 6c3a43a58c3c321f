/* A device with every extension that it offers is made and takes work. Where it is refused, each alone names the culprit. */
#include <stdlib.h>
#include <string.h>

#include "device_options.h"
#include "fill_check.h"

/* What some device extensions build on in the instance. */
static const char *const instance_extensions[] = {
   "VK_KHR_surface",
   "VK_KHR_display",
   "VK_KHR_get_surface_capabilities2",
   "VK_KHR_surface_maintenance1",
   "VK_EXT_surface_maintenance1",
   "VK_EXT_display_surface_counter",
};
#define INSTANCE_EXTENSIONS (sizeof(instance_extensions) / sizeof(instance_extensions[0]))

static VkInstance
create_rich_instance(void)
{
   const char *offered[INSTANCE_EXTENSIONS];
   uint32_t count = 0;
   for (uint32_t i = 0; i < INSTANCE_EXTENSIONS; i++) {
      if (instance_has_extension(instance_extensions[i]))
         offered[count++] = instance_extensions[i];
   }
   return create_instance(offered, count);
}

/* The specification forbids these beside another that says the same. */
static bool
is_superseded(const char *name)
{
   return strcmp(name, "VK_EXT_buffer_device_address") == 0 || strcmp(name, "VK_AMD_negative_viewport_height") == 0;
}

static void
blame_single(VkPhysicalDevice physical, const char *const *names, uint32_t count)
{
   for (uint32_t i = 0; i < count; i++) {
      VkDevice handle;
      const struct device_options alone = {.extensions = &names[i], .extension_count = 1};
      check_result(names[i], VK_SUCCESS, create_device_with(physical, &alone, &handle));
      if (handle)
         vkDestroyDevice(handle, NULL);
   }
}

static void
run(void)
{
   VkInstance instance = create_rich_instance();
   VkPhysicalDevice physical = pick_physical_device(instance);
   const struct extension_list list = list_device_extensions(physical);
   const char **names = calloc(list.count + 1, sizeof(*names));
   uint32_t count = 0;
   for (uint32_t i = 0; i < list.count; i++) {
      if (!is_superseded(list.items[i].extensionName))
         names[count++] = list.items[i].extensionName;
   }
   must(check("at least one extension", count > 0, "the device offers none"));

   VkDevice handle;
   const struct device_options options = {.extensions = names, .extension_count = count};
   const VkResult created = create_device_with(physical, &options, &handle);
   if (!check_result("vkCreateDevice with every extension", VK_SUCCESS, created)) {
      blame_single(physical, names, count);
      return;
   }
   struct device device = adopt_device(instance, physical, find_queue_family(physical), handle);
   must_fill(&device, "a fill on the device", 0xa11e70a1u);
   close_device(&device);
   free(names);
   free(list.items);
}

const struct probe this_probe = {
   .id = "protocol/device-all-extensions",
   .title = "A device with every extension that it offers is made and takes work",
   .run = run,
};
