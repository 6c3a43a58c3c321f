/* Colour images: made, read back, compared pixel by pixel. */
#ifndef IMAGE_H
#define IMAGE_H

#include "buffer.h"

struct image {
   VkImage handle;
   VkDeviceMemory memory;
   VkImageView view;
   VkFormat format;
   uint32_t width, height;
};

/* One level and one layer, optimal tiling, device-local; `aspect` is the view's. */
struct image create_image(const struct device *device, uint32_t width, uint32_t height, VkFormat format,
                          VkImageUsageFlags usage, VkImageAspectFlags aspect);
/* The same with more than one sample a pixel. */
struct image create_multisampled_image(const struct device *device, uint32_t width, uint32_t height, VkFormat format,
                                       VkSampleCountFlagBits samples, VkImageUsageFlags usage,
                                       VkImageAspectFlags aspect);
void destroy_image(const struct device *device, struct image *image);

/* Brings the colour image from UNDEFINED to TRANSFER_DST_OPTIMAL, copies into it, leaves it SHADER_READ_ONLY_OPTIMAL. */
void upload_image(const struct device *device, const struct image *image, const void *rgba);

/* Records a copy of a colour image in TRANSFER_SRC_OPTIMAL to a buffer, rows without padding. */
void copy_image_to_buffer(VkCommandBuffer commands, const struct image *image, const struct buffer *buffer);

struct rgba {
   uint8_t r, g, b, a;
};
struct rgba pixel_at(const void *pixels, uint32_t width, uint32_t x, uint32_t y);

/* Whether each channel of one pixel is within `tolerance` of the other's. */
bool pixels_near(struct rgba a, struct rgba b, int tolerance);

/* One check: each channel of the pixel is within `tolerance` of what is expected. */
bool check_pixel(const char *name, const void *pixels, uint32_t width, uint32_t x, uint32_t y, struct rgba expected,
                 int tolerance);

#endif
