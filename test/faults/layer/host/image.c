/* Images seen through the wrong view or sampler. */
#include "../fault.h"

static VKAPI_ATTR VkResult VKAPI_CALL
channels_swapped(VkDevice device, const VkImageViewCreateInfo *info, const VkAllocationCallbacks *alloc,
                 VkImageView *view)
{
   VkImageViewCreateInfo changed = *info;
   /* Attachments must keep the identity; only the format tells which view is sampled, so the format is swapped. */
   if (changed.format == VK_FORMAT_R8G8B8A8_UNORM)
      changed.format = VK_FORMAT_B8G8R8A8_UNORM;
   return NEXT(vkCreateImageView)(device, &changed, alloc, view);
}

static VKAPI_ATTR VkResult VKAPI_CALL
first_layer(VkDevice device, const VkImageViewCreateInfo *info, const VkAllocationCallbacks *alloc, VkImageView *view)
{
   VkImageViewCreateInfo changed = *info;
   changed.subresourceRange.baseArrayLayer = 0;
   changed.subresourceRange.baseMipLevel = 0;
   return NEXT(vkCreateImageView)(device, &changed, alloc, view);
}

static VKAPI_ATTR VkResult VKAPI_CALL
filter_wrong(VkDevice device, const VkSamplerCreateInfo *info, const VkAllocationCallbacks *alloc, VkSampler *sampler)
{
   VkSamplerCreateInfo changed = *info;
   const bool nearest = changed.magFilter == VK_FILTER_NEAREST;
   changed.magFilter = nearest ? VK_FILTER_LINEAR : VK_FILTER_NEAREST;
   changed.minFilter = changed.magFilter;
   return NEXT(vkCreateSampler)(device, &changed, alloc, sampler);
}

static VKAPI_ATTR VkResult VKAPI_CALL
image_refused(VkDevice device, const VkImageCreateInfo *info, const VkAllocationCallbacks *alloc, VkImage *image)
{
   (void)device, (void)info, (void)alloc;
   *image = VK_NULL_HANDLE;
   return VK_ERROR_OUT_OF_DEVICE_MEMORY;
}

static VKAPI_ATTR VkResult VKAPI_CALL
sampler_refused(VkDevice device, const VkSamplerCreateInfo *info, const VkAllocationCallbacks *alloc,
                VkSampler *sampler)
{
   (void)device, (void)info, (void)alloc;
   *sampler = VK_NULL_HANDLE;
   return VK_ERROR_OUT_OF_HOST_MEMORY;
}

static VKAPI_ATTR void VKAPI_CALL
pitch_wrong(VkDevice device, VkImage image, const VkImageSubresource *which, VkSubresourceLayout *layout)
{
   NEXT(vkGetImageSubresourceLayout)(device, image, which, layout);
   layout->rowPitch += 64;
}

extern const struct fault image_faults[];
const struct fault image_faults[] = {
   { "channels-swapped", { HOOK(vkCreateImageView, channels_swapped) } },
   { "view-first-layer", { HOOK(vkCreateImageView, first_layer) } },
   { "filter-wrong", { HOOK(vkCreateSampler, filter_wrong) } },
   { "image-refused", { HOOK(vkCreateImage, image_refused) } },
   { "row-pitch-wrong", { HOOK(vkGetImageSubresourceLayout, pitch_wrong) } },
   { "sampler-refused", { HOOK(vkCreateSampler, sampler_refused) } },
   { 0 },
};
