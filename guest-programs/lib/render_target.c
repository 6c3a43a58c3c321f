#include "commands.h"
#include "render.h"

#define MAX_ATTACHMENTS 2u

static VkAttachmentDescription
colour_attachment(VkSampleCountFlagBits samples)
{
   return (VkAttachmentDescription){
      .format = VK_FORMAT_R8G8B8A8_UNORM,
      .samples = samples,
      .loadOp = VK_ATTACHMENT_LOAD_OP_CLEAR,
      .storeOp = VK_ATTACHMENT_STORE_OP_STORE,
      .initialLayout = VK_IMAGE_LAYOUT_UNDEFINED,
      .finalLayout = VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL,
   };
}

static VkAttachmentDescription
depth_attachment(VkFormat format)
{
   return (VkAttachmentDescription){
      .format = format,
      .samples = VK_SAMPLE_COUNT_1_BIT,
      .loadOp = VK_ATTACHMENT_LOAD_OP_CLEAR,
      .storeOp = VK_ATTACHMENT_STORE_OP_DONT_CARE,
      .stencilLoadOp = VK_ATTACHMENT_LOAD_OP_CLEAR,
      .stencilStoreOp = VK_ATTACHMENT_STORE_OP_DONT_CARE,
      .initialLayout = VK_IMAGE_LAYOUT_UNDEFINED,
      .finalLayout = VK_IMAGE_LAYOUT_DEPTH_STENCIL_ATTACHMENT_OPTIMAL,
   };
}

/* The attachment that is drawn to is the first; the second is its depth, or what it is resolved to. */
static VkRenderPass
create_pass(const struct device *device, const struct render_target *target, VkSampleCountFlagBits samples)
{
   VkAttachmentDescription attachments[MAX_ATTACHMENTS] = {colour_attachment(samples)};
   if (target->has_depth)
      attachments[1] = depth_attachment(target->depth.format);
   if (target->has_samples) {
      attachments[0].storeOp = VK_ATTACHMENT_STORE_OP_DONT_CARE;
      attachments[0].finalLayout = VK_IMAGE_LAYOUT_COLOR_ATTACHMENT_OPTIMAL;
      attachments[1] = colour_attachment(VK_SAMPLE_COUNT_1_BIT);
      attachments[1].loadOp = VK_ATTACHMENT_LOAD_OP_DONT_CARE;
   }
   const VkAttachmentReference colour_reference = {0, VK_IMAGE_LAYOUT_COLOR_ATTACHMENT_OPTIMAL};
   const VkAttachmentReference depth_reference = {1, VK_IMAGE_LAYOUT_DEPTH_STENCIL_ATTACHMENT_OPTIMAL};
   const VkAttachmentReference resolve_reference = {1, VK_IMAGE_LAYOUT_COLOR_ATTACHMENT_OPTIMAL};
   const VkSubpassDescription subpass = {
      .pipelineBindPoint = VK_PIPELINE_BIND_POINT_GRAPHICS,
      .colorAttachmentCount = 1,
      .pColorAttachments = &colour_reference,
      .pResolveAttachments = target->has_samples ? &resolve_reference : NULL,
      .pDepthStencilAttachment = target->has_depth ? &depth_reference : NULL,
   };
   /* The copy after the pass reads what the pass wrote; the implicit dependency does not cover that. */
   const VkSubpassDependency to_copy = {
      .srcSubpass = 0,
      .dstSubpass = VK_SUBPASS_EXTERNAL,
      .srcStageMask = VK_PIPELINE_STAGE_COLOR_ATTACHMENT_OUTPUT_BIT,
      .dstStageMask = VK_PIPELINE_STAGE_TRANSFER_BIT,
      .srcAccessMask = VK_ACCESS_COLOR_ATTACHMENT_WRITE_BIT,
      .dstAccessMask = VK_ACCESS_TRANSFER_READ_BIT,
   };
   const VkRenderPassCreateInfo info = {
      .sType = VK_STRUCTURE_TYPE_RENDER_PASS_CREATE_INFO,
      .attachmentCount = target->has_depth || target->has_samples ? 2 : 1,
      .pAttachments = attachments,
      .subpassCount = 1,
      .pSubpasses = &subpass,
      .dependencyCount = 1,
      .pDependencies = &to_copy,
   };
   VkRenderPass pass;
   SETUP(vkCreateRenderPass(device->handle, &info, NULL, &pass));
   return pass;
}

static struct render_target
create_target(const struct device *device, uint32_t width, uint32_t height, VkFormat depth_format,
              VkSampleCountFlagBits samples)
{
   struct render_target target = {
      .has_depth = depth_format != VK_FORMAT_UNDEFINED,
      .has_samples = samples != VK_SAMPLE_COUNT_1_BIT,
   };
   target.colour = create_image(device, width, height, VK_FORMAT_R8G8B8A8_UNORM,
                                VK_IMAGE_USAGE_COLOR_ATTACHMENT_BIT | VK_IMAGE_USAGE_TRANSFER_SRC_BIT,
                                VK_IMAGE_ASPECT_COLOR_BIT);
   if (target.has_depth)
      target.depth = create_image(device, width, height, depth_format, VK_IMAGE_USAGE_DEPTH_STENCIL_ATTACHMENT_BIT,
                                  depth_format == VK_FORMAT_D16_UNORM
                                     ? VK_IMAGE_ASPECT_DEPTH_BIT
                                     : VK_IMAGE_ASPECT_DEPTH_BIT | VK_IMAGE_ASPECT_STENCIL_BIT);
   if (target.has_samples)
      target.samples = create_multisampled_image(device, width, height, VK_FORMAT_R8G8B8A8_UNORM, samples,
                                                 VK_IMAGE_USAGE_COLOR_ATTACHMENT_BIT, VK_IMAGE_ASPECT_COLOR_BIT);
   target.pass = create_pass(device, &target, samples);
   const VkImageView plain[] = {target.colour.view, target.depth.view};
   const VkImageView resolved[] = {target.samples.view, target.colour.view};
   const VkFramebufferCreateInfo info = {
      .sType = VK_STRUCTURE_TYPE_FRAMEBUFFER_CREATE_INFO,
      .renderPass = target.pass,
      .attachmentCount = target.has_depth || target.has_samples ? 2 : 1,
      .pAttachments = target.has_samples ? resolved : plain,
      .width = width,
      .height = height,
      .layers = 1,
   };
   SETUP(vkCreateFramebuffer(device->handle, &info, NULL, &target.framebuffer));
   target.picture = create_host_buffer(device, (VkDeviceSize)width * height * 4, VK_BUFFER_USAGE_TRANSFER_DST_BIT);
   return target;
}

struct render_target
create_render_target(const struct device *device, uint32_t width, uint32_t height, bool depth)
{
   return create_target(device, width, height, depth ? VK_FORMAT_D16_UNORM : VK_FORMAT_UNDEFINED,
                        VK_SAMPLE_COUNT_1_BIT);
}

struct render_target
create_stencil_target(const struct device *device, uint32_t width, uint32_t height, VkFormat depth_format)
{
   return create_target(device, width, height, depth_format, VK_SAMPLE_COUNT_1_BIT);
}

struct render_target
create_multisampled_target(const struct device *device, uint32_t width, uint32_t height, VkSampleCountFlagBits samples)
{
   return create_target(device, width, height, VK_FORMAT_UNDEFINED, samples);
}

void
destroy_render_target(const struct device *device, struct render_target *target)
{
   destroy_buffer(device, &target->picture);
   vkDestroyFramebuffer(device->handle, target->framebuffer, NULL);
   vkDestroyRenderPass(device->handle, target->pass, NULL);
   destroy_image(device, &target->colour);
   if (target->has_depth)
      destroy_image(device, &target->depth);
   if (target->has_samples)
      destroy_image(device, &target->samples);
}

static void
begin_pass(VkCommandBuffer commands, const struct render_target *target, struct rgba clear, VkSubpassContents contents)
{
   const VkClearValue values[] = {
      /* The specification rounds k / 255 back to k. */
      {.color.float32 = {clear.r / 255.0f, clear.g / 255.0f, clear.b / 255.0f, clear.a / 255.0f}},
      {.depthStencil.depth = 1.0f},
   };
   const VkRenderPassBeginInfo info = {
      .sType = VK_STRUCTURE_TYPE_RENDER_PASS_BEGIN_INFO,
      .renderPass = target->pass,
      .framebuffer = target->framebuffer,
      .renderArea.extent = {target->colour.width, target->colour.height},
      .clearValueCount = target->has_depth ? 2 : 1,
      .pClearValues = values,
   };
   vkCmdBeginRenderPass(commands, &info, contents);
}

void
begin_render(VkCommandBuffer commands, const struct render_target *target, struct rgba clear)
{
   begin_pass(commands, target, clear, VK_SUBPASS_CONTENTS_INLINE);
}

void
begin_render_of_secondaries(VkCommandBuffer commands, const struct render_target *target, struct rgba clear)
{
   begin_pass(commands, target, clear, VK_SUBPASS_CONTENTS_SECONDARY_COMMAND_BUFFERS);
}

void
end_render(VkCommandBuffer commands, const struct render_target *target)
{
   vkCmdEndRenderPass(commands);
   copy_image_to_buffer(commands, &target->colour, &target->picture);
}
