#include "commands.h"
#include "render.h"

static VkRenderPass
create_pass(const struct device *device, bool depth)
{
   const VkAttachmentDescription attachments[] = {
      {
         .format = VK_FORMAT_R8G8B8A8_UNORM,
         .samples = VK_SAMPLE_COUNT_1_BIT,
         .loadOp = VK_ATTACHMENT_LOAD_OP_CLEAR,
         .storeOp = VK_ATTACHMENT_STORE_OP_STORE,
         .initialLayout = VK_IMAGE_LAYOUT_UNDEFINED,
         .finalLayout = VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL,
      },
      {
         .format = VK_FORMAT_D16_UNORM,
         .samples = VK_SAMPLE_COUNT_1_BIT,
         .loadOp = VK_ATTACHMENT_LOAD_OP_CLEAR,
         .storeOp = VK_ATTACHMENT_STORE_OP_DONT_CARE,
         .stencilLoadOp = VK_ATTACHMENT_LOAD_OP_DONT_CARE,
         .stencilStoreOp = VK_ATTACHMENT_STORE_OP_DONT_CARE,
         .initialLayout = VK_IMAGE_LAYOUT_UNDEFINED,
         .finalLayout = VK_IMAGE_LAYOUT_DEPTH_STENCIL_ATTACHMENT_OPTIMAL,
      },
   };
   const VkAttachmentReference colour_reference = {0, VK_IMAGE_LAYOUT_COLOR_ATTACHMENT_OPTIMAL};
   const VkAttachmentReference depth_reference = {1, VK_IMAGE_LAYOUT_DEPTH_STENCIL_ATTACHMENT_OPTIMAL};
   const VkSubpassDescription subpass = {
      .pipelineBindPoint = VK_PIPELINE_BIND_POINT_GRAPHICS,
      .colorAttachmentCount = 1,
      .pColorAttachments = &colour_reference,
      .pDepthStencilAttachment = depth ? &depth_reference : NULL,
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
      .attachmentCount = depth ? 2 : 1,
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

struct render_target
create_render_target(const struct device *device, uint32_t width, uint32_t height, bool depth)
{
   struct render_target target = {.has_depth = depth};
   target.colour = create_image(device, width, height, VK_FORMAT_R8G8B8A8_UNORM,
                                VK_IMAGE_USAGE_COLOR_ATTACHMENT_BIT | VK_IMAGE_USAGE_TRANSFER_SRC_BIT,
                                VK_IMAGE_ASPECT_COLOR_BIT);
   if (depth)
      target.depth = create_image(device, width, height, VK_FORMAT_D16_UNORM,
                                  VK_IMAGE_USAGE_DEPTH_STENCIL_ATTACHMENT_BIT, VK_IMAGE_ASPECT_DEPTH_BIT);
   target.pass = create_pass(device, depth);
   const VkImageView views[] = {target.colour.view, target.depth.view};
   const VkFramebufferCreateInfo info = {
      .sType = VK_STRUCTURE_TYPE_FRAMEBUFFER_CREATE_INFO,
      .renderPass = target.pass,
      .attachmentCount = depth ? 2 : 1,
      .pAttachments = views,
      .width = width,
      .height = height,
      .layers = 1,
   };
   SETUP(vkCreateFramebuffer(device->handle, &info, NULL, &target.framebuffer));
   target.picture = create_host_buffer(device, (VkDeviceSize)width * height * 4, VK_BUFFER_USAGE_TRANSFER_DST_BIT);
   return target;
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
}

void
begin_render(VkCommandBuffer commands, const struct render_target *target, struct rgba clear)
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
   vkCmdBeginRenderPass(commands, &info, VK_SUBPASS_CONTENTS_INLINE);
}

void
end_render(VkCommandBuffer commands, const struct render_target *target)
{
   vkCmdEndRenderPass(commands);
   copy_image_to_buffer(commands, &target->colour, &target->picture);
}
