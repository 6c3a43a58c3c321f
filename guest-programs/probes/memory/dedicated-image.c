/*
 * A linear image with memory of its own is written by the host through a mapping, row by row as the driver lays it out,
 * and the device sees those texels: pitch and offset are told by one side and used by the other.
 */
#include <string.h>

#include "commands.h"
#include "image.h"
#include "mapping.h"

#define WIDTH 61u
#define HEIGHT 23u
#define FORMAT VK_FORMAT_R8G8B8A8_UNORM

static VkImage
create_linear_image(const struct device *device)
{
   VkFormatProperties format;
   vkGetPhysicalDeviceFormatProperties(device->physical, FORMAT, &format);
   if (!(format.linearTilingFeatures & VK_FORMAT_FEATURE_TRANSFER_SRC_BIT))
      skip_probe("The device copies from no linear image of VK_FORMAT_R8G8B8A8_UNORM.");
   const VkImageCreateInfo info = {
      .sType = VK_STRUCTURE_TYPE_IMAGE_CREATE_INFO,
      .imageType = VK_IMAGE_TYPE_2D,
      .format = FORMAT,
      .extent = {WIDTH, HEIGHT, 1},
      .mipLevels = 1,
      .arrayLayers = 1,
      .samples = VK_SAMPLE_COUNT_1_BIT,
      .tiling = VK_IMAGE_TILING_LINEAR,
      .usage = VK_IMAGE_USAGE_TRANSFER_SRC_BIT,
      .initialLayout = VK_IMAGE_LAYOUT_PREINITIALIZED,
   };
   VkImage image;
   SETUP(vkCreateImage(device->handle, &info, NULL, &image));
   return image;
}

/* Memory that is the image's alone, coherent and mapped. */
static struct mapping
dedicate_memory(const struct device *device, VkImage image)
{
   VkMemoryRequirements needs;
   vkGetImageMemoryRequirements(device->handle, image, &needs);
   const VkMemoryPropertyFlags flags = VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT | VK_MEMORY_PROPERTY_HOST_COHERENT_BIT;
   const uint32_t type = find_memory_type(device, needs.memoryTypeBits, flags);
   if (type == NO_MEMORY_TYPE)
      fail_setup("No memory type in 0x%x is host-visible and coherent.", needs.memoryTypeBits);
   const VkMemoryDedicatedAllocateInfo dedicated = {
      .sType = VK_STRUCTURE_TYPE_MEMORY_DEDICATED_ALLOCATE_INFO,
      .image = image,
   };
   const VkMemoryAllocateInfo info = {
      .sType = VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_INFO,
      .pNext = &dedicated,
      .allocationSize = needs.size,
      .memoryTypeIndex = type,
   };
   struct mapping mapping = {.size = needs.size, .type = type};
   must(check_result("vkAllocateMemory for the image alone", VK_SUCCESS,
                     vkAllocateMemory(device->handle, &info, NULL, &mapping.memory)));
   SETUP(vkBindImageMemory(device->handle, image, mapping.memory, 0));
   mapping.bytes = map_memory(device, mapping.memory);
   return mapping;
}

static void
write_rows(const struct device *device, VkImage image, const struct mapping *mapping)
{
   const VkImageSubresource colour = {.aspectMask = VK_IMAGE_ASPECT_COLOR_BIT};
   VkSubresourceLayout layout;
   vkGetImageSubresourceLayout(device->handle, image, &colour, &layout);
   const VkDeviceSize end = layout.offset + (HEIGHT - 1) * layout.rowPitch + WIDTH * 4;
   must(check("rows fit in the memory", layout.rowPitch >= WIDTH * 4 && end <= mapping->size,
              "offset %llu, pitch %llu, memory of %zu bytes", (unsigned long long)layout.offset,
              (unsigned long long)layout.rowPitch, mapping->size));
   memset(mapping->bytes, 0x5a, mapping->size);
   for (size_t y = 0; y < HEIGHT; y++) {
      for (size_t x = 0; x < WIDTH; x++) {
         const uint32_t texel = hashed_word(y * WIDTH + x, HEIGHT);
         memcpy(mapping->bytes + layout.offset + y * layout.rowPitch + x * 4, &texel, 4);
      }
   }
}

static void
run(void)
{
   struct device device = open_device();
   struct image image = {.handle = create_linear_image(&device), .format = FORMAT, .width = WIDTH, .height = HEIGHT};
   struct mapping mapping = dedicate_memory(&device, image.handle);
   struct buffer picture = create_host_buffer(&device, WIDTH * HEIGHT * 4, VK_BUFFER_USAGE_TRANSFER_DST_BIT);
   write_rows(&device, image.handle, &mapping);

   VkCommandBuffer commands = begin_commands(&device);
   const VkImageMemoryBarrier to_source = {
      .sType = VK_STRUCTURE_TYPE_IMAGE_MEMORY_BARRIER,
      .srcAccessMask = VK_ACCESS_HOST_WRITE_BIT,
      .dstAccessMask = VK_ACCESS_TRANSFER_READ_BIT,
      .oldLayout = VK_IMAGE_LAYOUT_PREINITIALIZED,
      .newLayout = VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL,
      .srcQueueFamilyIndex = VK_QUEUE_FAMILY_IGNORED,
      .dstQueueFamilyIndex = VK_QUEUE_FAMILY_IGNORED,
      .image = image.handle,
      .subresourceRange = {.aspectMask = VK_IMAGE_ASPECT_COLOR_BIT, .levelCount = 1, .layerCount = 1},
   };
   vkCmdPipelineBarrier(commands, VK_PIPELINE_STAGE_HOST_BIT, VK_PIPELINE_STAGE_TRANSFER_BIT, 0, 0, NULL, 0, NULL, 1,
                        &to_source);
   copy_image_to_buffer(commands, &image, &picture);
   full_barrier(commands);
   run_commands(&device, commands);
   check_words("the device sees the host's texels", picture.map, WIDTH * HEIGHT, hashed_word, HEIGHT);

   destroy_buffer(&device, &picture);
   vkDestroyImage(device.handle, image.handle, NULL);
   destroy_mapping(&device, &mapping);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "memory/dedicated-image",
   .title = "The device sees what the host wrote to a linear image in dedicated, mapped memory",
   .run = run,
};
