/* Images of any shape (levels, layers, depth, samples), for copies: no view, all subresources in one layout. */
#ifndef PLAIN_IMAGE_H
#define PLAIN_IMAGE_H

#include "buffer.h"

struct plain_image {
   VkImage handle;
   VkDeviceMemory memory;
   VkImageAspectFlags aspect;
};

/* Optimal tiling, device-local. Zero levels, layers, samples or depth mean one. */
struct image_shape {
   VkImageType type;
   VkFormat format;
   VkExtent3D extent;
   uint32_t levels, layers;
   VkSampleCountFlagBits samples;
   VkImageUsageFlags usage;
};
struct plain_image create_plain_image(const struct device *device, const struct image_shape *shape);
void destroy_plain_image(const struct device *device, struct plain_image *image);

/* Every level and layer, ordered after all commands before it and before all after it. */
void move_to_layout(VkCommandBuffer commands, const struct plain_image *image, VkImageLayout from, VkImageLayout to);

/* Whether images of the format with optimal tiling have all the features. */
bool format_has(const struct device *device, VkFormat format, VkFormatFeatureFlags features);

#endif
