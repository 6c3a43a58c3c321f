/* Textures for draws: the sampler, and the descriptor that joins it to an image. */
#ifndef TEXTURE_H
#define TEXTURE_H

#include "image.h"

/* One filter for near and far, one level. */
VkSampler create_sampler(const struct device *device, VkFilter filter, VkSamplerAddressMode across,
                         VkSamplerAddressMode down);

/* Writes an image in SHADER_READ_ONLY_OPTIMAL to the combined image sampler at binding 0 of the set. */
void bind_texture(const struct device *device, VkDescriptorSet set, const struct image *texture, VkSampler sampler);

#endif
