/* The device's extensions, sorted, for the golden of the profile: none that is faked, none that got lost on the way. */
#include <stdlib.h>
#include <string.h>

#include "device_options.h"
#include "json_file.h"

static void
run(void)
{
   VkInstance instance = create_instance(NULL, 0);
   const struct extension_list list = list_device_extensions(pick_physical_device(instance));
   must(check("at least one extension", list.count > 0, "the device offers none"));

   FILE *file = open_json_file("extensions.json");
   fprintf(file, "[");
   for (uint32_t i = 0; i < list.count; i++) {
      const char *name = list.items[i].extensionName;
      if (i > 0 && strcmp(list.items[i - 1].extensionName, name) == 0)
         check("each extension once", false, "%s is listed twice", name);
      fprintf(file, "%s\"%s\"", i > 0 ? "," : "", name);
   }
   fprintf(file, "]\n");
   close_json_file(file, "extensions.json");
   free(list.items);
   vkDestroyInstance(instance, NULL);
}

const struct probe this_probe = {
   .id = "protocol/extensions",
   .title = "The sorted list of the device's extensions",
   .run = run,
};
