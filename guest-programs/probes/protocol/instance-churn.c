/*
 * Instances are made and destroyed over and over, each with its own connection to the renderer, and none leaves a
 * descriptor behind.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "device.h"

/* It is the count that tells, so few do; each costs a boot of the driver. */
#define ROUNDS 10u

struct descriptors {
   uint32_t count;
   /* What the one with the highest number is. */
   int highest;
   char target[256];
};

static struct descriptors
list_descriptors(void)
{
   struct descriptors found = {.target = "unknown"};
   DIR *folder = opendir("/dev/fd");
   if (!folder)
      fail_setup("/dev/fd cannot be read.");
   const struct dirent *entry;
   while ((entry = readdir(folder))) {
      const int number = atoi(entry->d_name);
      if (entry->d_name[0] == '.' || number == dirfd(folder))
         continue;
      found.count++;
      if (number < found.highest)
         continue;
      char path[280];
      found.highest = number;
      snprintf(path, sizeof(path), "/dev/fd/%s", entry->d_name);
      const ssize_t length = readlink(path, found.target, sizeof(found.target) - 1);
      if (length >= 0)
         found.target[length] = '\0';
   }
   closedir(folder);
   return found;
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
   const struct descriptors before = list_descriptors();
   for (uint32_t i = 0; i < ROUNDS; i++)
      churn_once();
   const struct descriptors after = list_descriptors();
   check("open descriptors", after.count == before.count, "%u before, %u after %u instances; the last is %s",
         before.count, after.count, ROUNDS, after.target);
}

const struct probe this_probe = {
   .id = "protocol/instance-churn",
   .title = "Ten instances, one after the other, leave no descriptor behind",
   .run = run,
};
