/* Layout transitions of whole colour images. */
#ifndef IMAGE_LAYOUT_H
#define IMAGE_LAYOUT_H

#include <vulkan/vulkan.h>

/* From one layout to another, ordered after everything before it and before everything after it. */
void change_layout(VkCommandBuffer commands, VkImage image, VkImageLayout from, VkImageLayout to);

#endif
