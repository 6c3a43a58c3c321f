/* A tiled image in each memory type that takes it gives back, texel for texel, what was copied into it. */
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "image.h"
#include "mapping.h"

#define WIDTH 67u
#define HEIGHT 35u
#define FORMAT VK_FORMAT_R8G8B8A8_UNORM

static VkImage
create_tiled_image(const struct device *device)
{
   const VkImageCreateInfo info = {
      .sType = VK_STRUCTURE_TYPE_IMAGE_CREATE_INFO,
      .imageType = VK_IMAGE_TYPE_2D,
      .format = FORMAT,
      .extent = {WIDTH, HEIGHT, 1},
      .mipLevels = 1,
      .arrayLayers = 1,
      .samples = VK_SAMPLE_COUNT_1_BIT,
      .tiling = VK_IMAGE_TILING_OPTIMAL,
      .usage = VK_IMAGE_USAGE_TRANSFER_SRC_BIT | VK_IMAGE_USAGE_TRANSFER_DST_BIT | VK_IMAGE_USAGE_SAMPLED_BIT,
      .initialLayout = VK_IMAGE_LAYOUT_UNDEFINED,
   };
   VkImage image;
   SETUP(vkCreateImage(device->handle, &info, NULL, &image));
   return image;
}

/* From what upload_image leaves to what copy_image_to_buffer wants. */
static void
make_source(VkCommandBuffer commands, VkImage image)
{
   const VkImageMemoryBarrier barrier = {
      .sType = VK_STRUCTURE_TYPE_IMAGE_MEMORY_BARRIER,
      .srcAccessMask = VK_ACCESS_TRANSFER_WRITE_BIT,
      .dstAccessMask = VK_ACCESS_TRANSFER_READ_BIT,
      .oldLayout = VK_IMAGE_LAYOUT_SHADER_READ_ONLY_OPTIMAL,
      .newLayout = VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL,
      .srcQueueFamilyIndex = VK_QUEUE_FAMILY_IGNORED,
      .dstQueueFamilyIndex = VK_QUEUE_FAMILY_IGNORED,
      .image = image,
      .subresourceRange = {.aspectMask = VK_IMAGE_ASPECT_COLOR_BIT, .levelCount = 1, .layerCount = 1},
   };
   vkCmdPipelineBarrier(commands, VK_PIPELINE_STAGE_ALL_COMMANDS_BIT, VK_PIPELINE_STAGE_TRANSFER_BIT, 0, 0, NULL, 0,
                        NULL, 1, &barrier);
}

static void
check_type(const struct device *device, uint32_t type, const struct buffer *picture)
{
   struct image image = {
      .handle = create_tiled_image(device),
      .format = FORMAT,
      .width = WIDTH,
      .height = HEIGHT,
   };
   VkMemoryRequirements needs;
   vkGetImageMemoryRequirements(device->handle, image.handle, &needs);
   if (needs.memoryTypeBits & 1u << type) {
      image.memory = allocate_memory(device, needs.size, type);
      SETUP(vkBindImageMemory(device->handle, image.handle, image.memory, 0));
      uint32_t texels[WIDTH * HEIGHT];
      for (size_t i = 0; i < WIDTH * HEIGHT; i++)
         texels[i] = hashed_word(i, type);
      memset(picture->map, 0x5a, sizeof(texels));
      upload_image(device, &image, texels);
      VkCommandBuffer commands = begin_commands(device);
      make_source(commands, image.handle);
      copy_image_to_buffer(commands, &image, picture);
      full_barrier(commands);
      run_commands(device, commands);
      char name[64];
      snprintf(name, sizeof(name), "an image in memory type %u", type);
      check_words(name, picture->map, WIDTH * HEIGHT, hashed_word, type);
   }
   vkDestroyImage(device->handle, image.handle, NULL);
   vkFreeMemory(device->handle, image.memory, NULL);
}

static void
run(void)
{
   struct device device = open_device();
   struct buffer picture = create_host_buffer(&device, WIDTH * HEIGHT * 4, VK_BUFFER_USAGE_TRANSFER_DST_BIT);
   for (uint32_t type = 0; type < device.memory.memoryTypeCount; type++) {
      if (type_is_plain(&device, type))
         check_type(&device, type, &picture);
   }
   destroy_buffer(&device, &picture);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "memory/optimal-image",
   .title = "A tiled image in each memory type that takes it gives back what was copied into it",
   .run = run,
};
