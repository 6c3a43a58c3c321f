/*
 * Descriptors that are written after the set was bound and the draws recorded: the draws see what was written last
 * before the submission.
 */
#include "colour_tiles.h"
#include "commands.h"
#include "device_options.h"
#include "rect_vert.h"
#include "uniform_colour_frag.h"

static const struct rgba background = {255, 255, 255, 255};

static struct device
open_updating_device(void)
{
   VkInstance instance = create_instance(NULL, 0);
   VkPhysicalDeviceDescriptorIndexingFeatures offered = {
      .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_DESCRIPTOR_INDEXING_FEATURES,
   };
   VkPhysicalDeviceFeatures2 features = {.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_FEATURES_2, .pNext = &offered};
   vkGetPhysicalDeviceFeatures2(pick_physical_device(instance), &features);
   if (!offered.descriptorBindingUniformBufferUpdateAfterBind)
      skip_probe("The device does not offer the feature descriptorBindingUniformBufferUpdateAfterBind.");
   const VkPhysicalDeviceDescriptorIndexingFeatures wanted = {
      .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_DESCRIPTOR_INDEXING_FEATURES,
      .descriptorBindingUniformBufferUpdateAfterBind = VK_TRUE,
   };
   return open_device_with(instance, &(struct device_options){.features = &wanted});
}

static VkDescriptorSetLayout
create_updating_layout(const struct device *device)
{
   const VkDescriptorSetLayoutBinding binding = {
      .descriptorType = VK_DESCRIPTOR_TYPE_UNIFORM_BUFFER,
      .descriptorCount = 1,
      .stageFlags = VK_SHADER_STAGE_FRAGMENT_BIT,
   };
   const VkDescriptorBindingFlags update_after_bind = VK_DESCRIPTOR_BINDING_UPDATE_AFTER_BIND_BIT;
   const VkDescriptorSetLayoutBindingFlagsCreateInfo flags = {
      .sType = VK_STRUCTURE_TYPE_DESCRIPTOR_SET_LAYOUT_BINDING_FLAGS_CREATE_INFO,
      .bindingCount = 1,
      .pBindingFlags = &update_after_bind,
   };
   const VkDescriptorSetLayoutCreateInfo info = {
      .sType = VK_STRUCTURE_TYPE_DESCRIPTOR_SET_LAYOUT_CREATE_INFO,
      .pNext = &flags,
      .flags = VK_DESCRIPTOR_SET_LAYOUT_CREATE_UPDATE_AFTER_BIND_POOL_BIT,
      .bindingCount = 1,
      .pBindings = &binding,
   };
   VkDescriptorSetLayout layout;
   SETUP(vkCreateDescriptorSetLayout(device->handle, &info, NULL, &layout));
   return layout;
}

/* One set for each tile. */
static VkDescriptorPool
allocate_sets(const struct device *device, VkDescriptorSetLayout layout, VkDescriptorSet sets[TILES])
{
   const VkDescriptorPoolSize size = {VK_DESCRIPTOR_TYPE_UNIFORM_BUFFER, TILES};
   const VkDescriptorPoolCreateInfo info = {
      .sType = VK_STRUCTURE_TYPE_DESCRIPTOR_POOL_CREATE_INFO,
      .flags = VK_DESCRIPTOR_POOL_CREATE_UPDATE_AFTER_BIND_BIT,
      .maxSets = TILES,
      .poolSizeCount = 1,
      .pPoolSizes = &size,
   };
   VkDescriptorPool pool;
   SETUP(vkCreateDescriptorPool(device->handle, &info, NULL, &pool));
   const VkDescriptorSetLayout layouts[TILES] = {layout, layout, layout, layout};
   const VkDescriptorSetAllocateInfo allocate = {
      .sType = VK_STRUCTURE_TYPE_DESCRIPTOR_SET_ALLOCATE_INFO,
      .descriptorPool = pool,
      .descriptorSetCount = TILES,
      .pSetLayouts = layouts,
   };
   SETUP(vkAllocateDescriptorSets(device->handle, &allocate, sets));
   return pool;
}

static void
write_colour(const struct device *device, VkDescriptorSet set, VkDescriptorBufferInfo colour)
{
   const VkWriteDescriptorSet write = {
      .sType = VK_STRUCTURE_TYPE_WRITE_DESCRIPTOR_SET,
      .dstSet = set,
      .descriptorCount = 1,
      .descriptorType = VK_DESCRIPTOR_TYPE_UNIFORM_BUFFER,
      .pBufferInfo = &colour,
   };
   vkUpdateDescriptorSets(device->handle, 1, &write, 0, NULL);
}

static void
run(void)
{
   struct device device = open_updating_device();
   struct render_target target = create_render_target(&device, TILES_SIZE, TILES_SIZE, false);
   struct buffer colours = create_tile_colours(&device);
   VkDescriptorSetLayout layout = create_updating_layout(&device);
   VkDescriptorSet sets[TILES];
   VkDescriptorPool pool = allocate_sets(&device, layout, sets);
   struct pipeline pipeline = create_graphics_pipeline(&device, &target, SHADER(rect_vert), SHADER(uniform_colour_frag),
                                                       layout, sizeof(struct rect_push));

   VkCommandBuffer commands = begin_commands(&device);
   begin_render(commands, &target, background);
   vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_GRAPHICS, pipeline.handle);
   for (uint32_t i = 0; i < TILES; i++) {
      const struct rect tile = colour_tile(i);
      /* Another tile's colour, which must not be seen. */
      write_colour(&device, sets[i], tile_colour(&colours, (i + 1) % TILES));
      vkCmdBindDescriptorSets(commands, VK_PIPELINE_BIND_POINT_GRAPHICS, pipeline.layout, 0, 1, &sets[i], 0, NULL);
      draw_rect(commands, &pipeline, TILES_SIZE, TILES_SIZE, &tile);
   }
   end_render(commands, &target);
   for (uint32_t i = 0; i < TILES; i++)
      write_colour(&device, sets[i], tile_colour(&colours, i));
   run_commands(&device, commands);
   check_tiles(target.picture.map);

   destroy_pipeline(&device, &pipeline);
   vkDestroyDescriptorPool(device.handle, pool, NULL);
   vkDestroyDescriptorSetLayout(device.handle, layout, NULL);
   destroy_buffer(&device, &colours);
   destroy_render_target(&device, &target);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "graphics/update-after-bind",
   .title = "Descriptors written after the recording are the ones that the draws see",
   .run = run,
};
