/*
 * Objects of two devices have handles of their own and survive each other's destruction. Venus numbers its objects in
 * the guest and looks them up in the host by that number: two live objects with one number would act on each other.
 */
#include <string.h>

#include "buffer.h"
#include "commands.h"
#include "image.h"

#define OBJECTS 32
#define BUFFER_BYTES 4096

struct objects {
   VkFence fences[OBJECTS];
   struct buffer buffers[OBJECTS];
   struct image images[OBJECTS];
};

static void
create_objects(const struct device *device, struct objects *objects)
{
   for (uint32_t i = 0; i < OBJECTS; i++) {
      objects->fences[i] = create_fence(device);
      objects->buffers[i] = create_host_buffer(device, BUFFER_BYTES, VK_BUFFER_USAGE_TRANSFER_DST_BIT);
      objects->images[i] = create_image(device, 16, 16, VK_FORMAT_R8G8B8A8_UNORM, VK_IMAGE_USAGE_TRANSFER_DST_BIT |
                                        VK_IMAGE_USAGE_SAMPLED_BIT, VK_IMAGE_ASPECT_COLOR_BIT);
   }
}

static void
destroy_objects(const struct device *device, struct objects *objects)
{
   for (uint32_t i = 0; i < OBJECTS; i++) {
      vkDestroyFence(device->handle, objects->fences[i], NULL);
      destroy_buffer(device, &objects->buffers[i]);
      destroy_image(device, &objects->images[i]);
   }
}

static void
check_distinct(const char *name, const uint64_t *handles, uint32_t count)
{
   for (uint32_t i = 0; i < count; i++) {
      for (uint32_t j = i + 1; j < count; j++) {
         if (handles[i] != handles[j])
            continue;
         check(name, false, "objects %u and %u of %u live ones share the handle 0x%llx", i, j, count,
               (unsigned long long)handles[i]);
         return;
      }
   }
   check(name, true, "distinct");
}

/* VkFence and its like are pointers or 64-bit numbers, as the platform has it. */
#define PUT_HANDLE(list, index, handle) memcpy(&(list)[index], &(handle), sizeof(handle))

static void
run(void)
{
   struct device first = open_device();
   struct device second = open_device_on(first.instance);
   static struct objects one, two;
   create_objects(&first, &one);
   create_objects(&second, &two);

   uint64_t fences[2 * OBJECTS] = {0}, buffers[2 * OBJECTS] = {0}, images[2 * OBJECTS] = {0};
   for (uint32_t i = 0; i < OBJECTS; i++) {
      PUT_HANDLE(fences, i, one.fences[i]);
      PUT_HANDLE(fences, OBJECTS + i, two.fences[i]);
      PUT_HANDLE(buffers, i, one.buffers[i].handle);
      PUT_HANDLE(buffers, OBJECTS + i, two.buffers[i].handle);
      PUT_HANDLE(images, i, one.images[i].handle);
      PUT_HANDLE(images, OBJECTS + i, two.images[i].handle);
   }
   check_distinct("fence handles", fences, 2 * OBJECTS);
   check_distinct("buffer handles", buffers, 2 * OBJECTS);
   check_distinct("image handles", images, 2 * OBJECTS);

   destroy_objects(&first, &one);
   close_logical_device(&first);

   /* What the second device has still works in every place. */
   for (uint32_t i = 0; i < OBJECTS; i++) {
      VkCommandBuffer commands = begin_commands(&second);
      vkCmdFillBuffer(commands, two.buffers[i].handle, 0, VK_WHOLE_SIZE, 0xabcd0000u + i);
      full_barrier(commands);
      submit_commands(&second, commands, two.fences[i]);
      must_signal(&second, two.fences[i], "fence of the second device");
      must(check_words("buffer of the second device", two.buffers[i].map, BUFFER_BYTES / 4, constant_word,
                       0xabcd0000u + i));
   }
   destroy_objects(&second, &two);
   close_device(&second);
}

const struct probe this_probe = {
   .id = "protocol/handles",
   .title = "Objects of two devices have handles of their own and survive each other's destruction",
   .run = run,
};
