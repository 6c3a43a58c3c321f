/* Descriptors that are pushed into the command buffer: each draw sees the part of the buffer pushed just before it. */
#include "colour_tiles.h"
#include "commands.h"
#include "device_options.h"
#include "rect_vert.h"
#include "uniform_colour_frag.h"

static const struct rgba background = {255, 255, 255, 255};

static struct device
open_pushing_device(void)
{
   const char *extension = VK_KHR_PUSH_DESCRIPTOR_EXTENSION_NAME;
   VkInstance instance = create_instance(NULL, 0);
   if (!device_has_extension(pick_physical_device(instance), extension))
      skip_probe("The device does not offer VK_KHR_push_descriptor.");
   return open_device_with(instance, &(struct device_options){.extensions = &extension, .extension_count = 1});
}

static VkDescriptorSetLayout
create_push_layout(const struct device *device)
{
   const VkDescriptorSetLayoutBinding binding = {
      .descriptorType = VK_DESCRIPTOR_TYPE_UNIFORM_BUFFER,
      .descriptorCount = 1,
      .stageFlags = VK_SHADER_STAGE_FRAGMENT_BIT,
   };
   const VkDescriptorSetLayoutCreateInfo info = {
      .sType = VK_STRUCTURE_TYPE_DESCRIPTOR_SET_LAYOUT_CREATE_INFO,
      .flags = VK_DESCRIPTOR_SET_LAYOUT_CREATE_PUSH_DESCRIPTOR_BIT_KHR,
      .bindingCount = 1,
      .pBindings = &binding,
   };
   VkDescriptorSetLayout layout;
   SETUP(vkCreateDescriptorSetLayout(device->handle, &info, NULL, &layout));
   return layout;
}

static void
run(void)
{
   struct device device = open_pushing_device();
   PFN_vkCmdPushDescriptorSetKHR push_descriptors =
      (PFN_vkCmdPushDescriptorSetKHR)vkGetDeviceProcAddr(device.handle, "vkCmdPushDescriptorSetKHR");
   struct render_target target = create_render_target(&device, TILES_SIZE, TILES_SIZE, false);
   struct buffer colours = create_tile_colours(&device);
   VkDescriptorSetLayout layout = create_push_layout(&device);
   struct pipeline pipeline = create_graphics_pipeline(&device, &target, SHADER(rect_vert), SHADER(uniform_colour_frag),
                                                       layout, sizeof(struct rect_push));

   VkCommandBuffer commands = begin_commands(&device);
   begin_render(commands, &target, background);
   vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_GRAPHICS, pipeline.handle);
   for (uint32_t i = 0; i < TILES; i++) {
      const VkDescriptorBufferInfo colour = tile_colour(&colours, i);
      const VkWriteDescriptorSet write = {
         .sType = VK_STRUCTURE_TYPE_WRITE_DESCRIPTOR_SET,
         .descriptorCount = 1,
         .descriptorType = VK_DESCRIPTOR_TYPE_UNIFORM_BUFFER,
         .pBufferInfo = &colour,
      };
      const struct rect tile = colour_tile(i);
      push_descriptors(commands, VK_PIPELINE_BIND_POINT_GRAPHICS, pipeline.layout, 0, 1, &write);
      draw_rect(commands, &pipeline, TILES_SIZE, TILES_SIZE, &tile);
   }
   end_render(commands, &target);
   run_commands(&device, commands);
   check_tiles(target.picture.map);

   destroy_pipeline(&device, &pipeline);
   vkDestroyDescriptorSetLayout(device.handle, layout, NULL);
   destroy_buffer(&device, &colours);
   destroy_render_target(&device, &target);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "graphics/push-descriptors",
   .title = "Pushed descriptors reach the draw that follows them",
   .run = run,
};
