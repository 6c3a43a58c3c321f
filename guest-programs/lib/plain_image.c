#include "plain_image.h"

struct plain_image
create_plain_image(const struct device *device, const struct image_shape *shape)
{
   const bool depth = shape->usage & VK_IMAGE_USAGE_DEPTH_STENCIL_ATTACHMENT_BIT;
   struct plain_image image = {.aspect = depth ? VK_IMAGE_ASPECT_DEPTH_BIT : VK_IMAGE_ASPECT_COLOR_BIT};
   const VkImageCreateInfo info = {
      .sType = VK_STRUCTURE_TYPE_IMAGE_CREATE_INFO,
      .imageType = shape->type,
      .format = shape->format,
      .extent = {shape->extent.width, shape->extent.height, shape->extent.depth ? shape->extent.depth : 1},
      .mipLevels = shape->levels ? shape->levels : 1,
      .arrayLayers = shape->layers ? shape->layers : 1,
      .samples = shape->samples ? shape->samples : VK_SAMPLE_COUNT_1_BIT,
      .tiling = VK_IMAGE_TILING_OPTIMAL,
      .usage = shape->usage,
      .initialLayout = VK_IMAGE_LAYOUT_UNDEFINED,
   };
   SETUP(vkCreateImage(device->handle, &info, NULL, &image.handle));
   VkMemoryRequirements needs;
   vkGetImageMemoryRequirements(device->handle, image.handle, &needs);
   const uint32_t type = find_memory_type(device, needs.memoryTypeBits, VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT);
   if (type == NO_MEMORY_TYPE)
      fail_setup("No memory type in 0x%x is device-local.", needs.memoryTypeBits);
   image.memory = allocate_memory(device, needs.size, type);
   SETUP(vkBindImageMemory(device->handle, image.handle, image.memory, 0));
   return image;
}

void
destroy_plain_image(const struct device *device, struct plain_image *image)
{
   vkDestroyImage(device->handle, image->handle, NULL);
   vkFreeMemory(device->handle, image->memory, NULL);
}

void
move_to_layout(VkCommandBuffer commands, const struct plain_image *image, VkImageLayout from, VkImageLayout to)
{
   const VkImageMemoryBarrier barrier = {
      .sType = VK_STRUCTURE_TYPE_IMAGE_MEMORY_BARRIER,
      .srcAccessMask = VK_ACCESS_MEMORY_WRITE_BIT,
      .dstAccessMask = VK_ACCESS_MEMORY_READ_BIT | VK_ACCESS_MEMORY_WRITE_BIT,
      .oldLayout = from,
      .newLayout = to,
      .srcQueueFamilyIndex = VK_QUEUE_FAMILY_IGNORED,
      .dstQueueFamilyIndex = VK_QUEUE_FAMILY_IGNORED,
      .image = image->handle,
      .subresourceRange =
         {
            .aspectMask = image->aspect,
            .levelCount = VK_REMAINING_MIP_LEVELS,
            .layerCount = VK_REMAINING_ARRAY_LAYERS,
         },
   };
   vkCmdPipelineBarrier(commands, VK_PIPELINE_STAGE_ALL_COMMANDS_BIT, VK_PIPELINE_STAGE_ALL_COMMANDS_BIT, 0, 0, NULL, 0,
                        NULL, 1, &barrier);
}

bool
format_has(const struct device *device, VkFormat format, VkFormatFeatureFlags features)
{
   VkFormatProperties properties;
   vkGetPhysicalDeviceFormatProperties(device->physical, format, &properties);
   return (properties.optimalTilingFeatures & features) == features;
}
