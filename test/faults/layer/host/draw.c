/* Dispatches, draws and what they are given, lost or cut short. */
#include "../fault.h"

static VKAPI_ATTR void VKAPI_CALL
dispatch_dropped(VkCommandBuffer cmd, uint32_t x, uint32_t y, uint32_t z)
{
   (void)cmd, (void)x, (void)y, (void)z;
}

static VKAPI_ATTR void VKAPI_CALL
dispatch_short(VkCommandBuffer cmd, uint32_t x, uint32_t y, uint32_t z)
{
   if (x > 1)
      x -= 1;
   NEXT(vkCmdDispatch)(cmd, x, y, z);
}

static VKAPI_ATTR void VKAPI_CALL
dispatch_indirect_dropped(VkCommandBuffer cmd, VkBuffer buffer, VkDeviceSize offset)
{
   (void)cmd, (void)buffer, (void)offset;
}

static VKAPI_ATTR void VKAPI_CALL
draw_dropped(VkCommandBuffer cmd, uint32_t vertices, uint32_t instances, uint32_t first, uint32_t first_instance)
{
   (void)cmd, (void)vertices, (void)instances, (void)first, (void)first_instance;
}

static VKAPI_ATTR void VKAPI_CALL
draw_short(VkCommandBuffer cmd, uint32_t vertices, uint32_t instances, uint32_t first, uint32_t first_instance)
{
   NEXT(vkCmdDraw)(cmd, vertices > 3 ? vertices - 3 : vertices, instances, first, first_instance);
}

static VKAPI_ATTR void VKAPI_CALL
draw_one_instance(VkCommandBuffer cmd, uint32_t vertices, uint32_t instances, uint32_t first, uint32_t first_instance)
{
   (void)instances;
   NEXT(vkCmdDraw)(cmd, vertices, 1, first, first_instance);
}

static VKAPI_ATTR void VKAPI_CALL
indexed_one_instance(VkCommandBuffer cmd, uint32_t indices, uint32_t instances, uint32_t first, int32_t offset,
                     uint32_t first_instance)
{
   (void)instances;
   NEXT(vkCmdDrawIndexed)(cmd, indices, 1, first, offset, first_instance);
}

static VKAPI_ATTR void VKAPI_CALL
indexed_dropped(VkCommandBuffer cmd, uint32_t indices, uint32_t instances, uint32_t first, int32_t offset,
                uint32_t first_instance)
{
   (void)cmd, (void)indices, (void)instances, (void)first, (void)offset, (void)first_instance;
}

static VKAPI_ATTR void VKAPI_CALL
push_constants_dropped(VkCommandBuffer cmd, VkPipelineLayout layout, VkShaderStageFlags stages, uint32_t offset,
                       uint32_t size, const void *values)
{
   (void)cmd, (void)layout, (void)stages, (void)offset, (void)size, (void)values;
}

static VKAPI_ATTR void VKAPI_CALL
secondary_dropped(VkCommandBuffer cmd, uint32_t count, const VkCommandBuffer *commands)
{
   (void)cmd, (void)count, (void)commands;
}

static VKAPI_ATTR void VKAPI_CALL
render_pass_not_cleared(VkCommandBuffer cmd, const VkRenderPassBeginInfo *info, VkSubpassContents contents)
{
   VkClearValue black[8] = { 0 };
   VkRenderPassBeginInfo changed = *info;
   /* Depth 0 as well: nothing passes a depth test any more. */
   changed.pClearValues = black;
   if (changed.clearValueCount > 8)
      changed.clearValueCount = 8;
   NEXT(vkCmdBeginRenderPass)(cmd, &changed, contents);
}

static VKAPI_ATTR void VKAPI_CALL
render_area_row_lost(VkCommandBuffer cmd, const VkRenderPassBeginInfo *info, VkSubpassContents contents)
{
   VkRenderPassBeginInfo changed = *info;
   changed.renderArea.extent.height -= 1;
   NEXT(vkCmdBeginRenderPass)(cmd, &changed, contents);
}

static VKAPI_ATTR void VKAPI_CALL
rendering_not_cleared(VkCommandBuffer cmd, const VkRenderingInfo *info)
{
   VkRenderingAttachmentInfo colour[8];
   VkRenderingInfo changed = *info;
   if (changed.colorAttachmentCount > 8)
      changed.colorAttachmentCount = 8;
   for (uint32_t i = 0; i < changed.colorAttachmentCount; i++) {
      colour[i] = info->pColorAttachments[i];
      colour[i].clearValue = (VkClearValue){ 0 };
   }
   changed.pColorAttachments = colour;
   NEXT(vkCmdBeginRendering)(cmd, &changed);
}

extern const struct fault draw_faults[];
const struct fault draw_faults[] = {
   { "dispatch-dropped", { HOOK(vkCmdDispatch, dispatch_dropped) } },
   { "dispatch-short", { HOOK(vkCmdDispatch, dispatch_short) } },
   { "dispatch-indirect-dropped", { HOOK(vkCmdDispatchIndirect, dispatch_indirect_dropped) } },
   { "draw-dropped", { HOOK(vkCmdDraw, draw_dropped) } },
   { "draw-short", { HOOK(vkCmdDraw, draw_short) } },
   { "draw-one-instance",
     { HOOK(vkCmdDraw, draw_one_instance), HOOK(vkCmdDrawIndexed, indexed_one_instance) } },
   { "draw-indexed-dropped", { HOOK(vkCmdDrawIndexed, indexed_dropped) } },
   { "push-constants-dropped", { HOOK(vkCmdPushConstants, push_constants_dropped) } },
   { "secondary-dropped", { HOOK(vkCmdExecuteCommands, secondary_dropped) } },
   { "render-pass-clear-lost", { HOOK(vkCmdBeginRenderPass, render_pass_not_cleared) } },
   { "render-area-row-lost", { HOOK(vkCmdBeginRenderPass, render_area_row_lost) } },
   { "rendering-clear-lost",
     { HOOK(vkCmdBeginRendering, rendering_not_cleared), HOOK(vkCmdBeginRenderingKHR, rendering_not_cleared) } },
   { 0 },
};
