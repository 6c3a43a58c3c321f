/* Drawing without a render pass: the attachments are named when the rendering begins, and cleared by it. */
#include "commands.h"
#include "device_options.h"
#include "draw.h"
#include "image_layout.h"
#include "rects.h"
#include "rect_vert.h"

#include "flat_frag.h"

#define SIZE 64u

static const struct rgba background = {1, 128, 255, 77};
static const struct rect rect = {5, 9, 40, 21, {240, 30, 60, 255}, 0};

static struct device
open_rendering_device(void)
{
   const char *extension = VK_KHR_DYNAMIC_RENDERING_EXTENSION_NAME;
   VkInstance instance = create_instance(NULL, 0);
   VkPhysicalDevice physical = pick_physical_device(instance);
   if (!device_has_extension(physical, extension))
      skip_probe("The device does not offer VK_KHR_dynamic_rendering.");
   VkPhysicalDeviceDynamicRenderingFeaturesKHR rendering = {
      .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_DYNAMIC_RENDERING_FEATURES_KHR,
   };
   VkPhysicalDeviceFeatures2 features = {.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_FEATURES_2, .pNext = &rendering};
   vkGetPhysicalDeviceFeatures2(physical, &features);
   /* The extension promises it. */
   must(check("dynamicRendering", rendering.dynamicRendering, "the extension is there and its feature is not"));
   return open_device_with(
      instance, &(struct device_options){.extensions = &extension, .extension_count = 1, .features = &rendering});
}

static void
record_rendering(const struct device *device, VkCommandBuffer commands, const struct render_target *target,
                 const struct pipeline *pipeline)
{
   PFN_vkCmdBeginRenderingKHR begin =
      (PFN_vkCmdBeginRenderingKHR)vkGetDeviceProcAddr(device->handle, "vkCmdBeginRenderingKHR");
   PFN_vkCmdEndRenderingKHR end =
      (PFN_vkCmdEndRenderingKHR)vkGetDeviceProcAddr(device->handle, "vkCmdEndRenderingKHR");
   const VkRenderingAttachmentInfoKHR colour = {
      .sType = VK_STRUCTURE_TYPE_RENDERING_ATTACHMENT_INFO_KHR,
      .imageView = target->colour.view,
      .imageLayout = VK_IMAGE_LAYOUT_COLOR_ATTACHMENT_OPTIMAL,
      .loadOp = VK_ATTACHMENT_LOAD_OP_CLEAR,
      .storeOp = VK_ATTACHMENT_STORE_OP_STORE,
      .clearValue.color.float32 = {background.r / 255.0f, background.g / 255.0f, background.b / 255.0f,
                                   background.a / 255.0f},
   };
   const VkRenderingInfoKHR info = {
      .sType = VK_STRUCTURE_TYPE_RENDERING_INFO_KHR,
      .renderArea.extent = {SIZE, SIZE},
      .layerCount = 1,
      .colorAttachmentCount = 1,
      .pColorAttachments = &colour,
   };
   VkImage image = target->colour.handle;
   change_layout(commands, image, VK_IMAGE_LAYOUT_UNDEFINED, VK_IMAGE_LAYOUT_COLOR_ATTACHMENT_OPTIMAL);
   begin(commands, &info);
   vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_GRAPHICS, pipeline->handle);
   draw_rect(commands, pipeline, SIZE, SIZE, &rect);
   end(commands);
   change_layout(commands, image, VK_IMAGE_LAYOUT_COLOR_ATTACHMENT_OPTIMAL, VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL);
   copy_image_to_buffer(commands, &target->colour, &target->picture);
}

static void
run(void)
{
   struct device device = open_rendering_device();
   /* Only its images are used. */
   struct render_target target = create_render_target(&device, SIZE, SIZE, false);
   const VkPipelineRenderingCreateInfoKHR rendering = {
      .sType = VK_STRUCTURE_TYPE_PIPELINE_RENDERING_CREATE_INFO_KHR,
      .colorAttachmentCount = 1,
      .pColorAttachmentFormats = &target.colour.format,
   };
   struct pipeline pipeline = create_draw_pipeline(&device, &(struct draw_options){
                                                               .vertex = SHADER(rect_vert),
                                                               .fragment = SHADER(flat_frag),
                                                               .width = SIZE,
                                                               .height = SIZE,
                                                               .push_bytes = sizeof(struct rect_push),
                                                               .next = &rendering,
                                                            });
   VkCommandBuffer commands = begin_commands(&device);
   record_rendering(&device, commands, &target, &pipeline);
   run_commands(&device, commands);

   static struct rgba expected[SIZE * SIZE];
   paint_all(expected, SIZE, SIZE, background);
   paint_rect(expected, SIZE, SIZE, &rect);
   check_picture("every pixel", target.picture.map, expected, SIZE, SIZE, 0);

   destroy_pipeline(&device, &pipeline);
   destroy_render_target(&device, &target);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "graphics/dynamic-rendering",
   .title = "Rendering without a render pass clears and draws",
   .run = run,
};
