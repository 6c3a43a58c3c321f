/*
 * Instances are made and destroyed over and over, each with its own connection to the renderer, and none leaves a
 * descriptor behind.
 */
#include <dirent.h>

#include "device.h"

/* Where each left one behind, the usual limit of 1024 descriptors would still be far: it is the count that tells. */
#define ROUNDS 40u

static uint32_t
open_descriptors(void)
{
   DIR *folder = opendir("/dev/fd");
   if (!folder)
      fail_setup("/dev/fd cannot be read.");
   uint32_t count = 0;
   while (readdir(folder))
      count++;
   closedir(folder);
   return count;
}

static void
churn_once(void)
{
   VkInstance instance = create_instance(NULL, 0);
   pick_physical_device(instance);
   vkDestroyInstance(instance, NULL);
}

static void
run(void)
{
   /* What the loader and the driver keep for good, they have after the first. */
   churn_once();
   const uint32_t before = open_descriptors();
   for (uint32_t i = 0; i < ROUNDS; i++)
      churn_once();
   check_number("open descriptors", before, open_descriptors());
}

const struct probe this_probe = {
   .id = "protocol/instance-churn",
   .title = "40 instances, one after the other, leave no descriptor behind",
   .run = run,
};
