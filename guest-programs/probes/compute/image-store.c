/* A compute shader writes a storage image, pixel by pixel; the copy out holds each word where it belongs. */
#include "commands.h"
#include "image_layout.h"
#include "image_store_comp.h"
#include "render.h"

/* No multiple of any tile or workgroup size. */
#define WIDTH 211u
#define HEIGHT 67u
#define GROUP 8u

static void
bind_image(const struct device *device, const struct binding *binding, const struct image *image)
{
   const VkDescriptorImageInfo info = {.imageView = image->view, .imageLayout = VK_IMAGE_LAYOUT_GENERAL};
   const VkWriteDescriptorSet write = {
      .sType = VK_STRUCTURE_TYPE_WRITE_DESCRIPTOR_SET,
      .dstSet = binding->set,
      .descriptorCount = 1,
      .descriptorType = VK_DESCRIPTOR_TYPE_STORAGE_IMAGE,
      .pImageInfo = &info,
   };
   vkUpdateDescriptorSets(device->handle, 1, &write, 0, NULL);
}

static void
run(void)
{
   const uint32_t seed = 0x1a9e5u;
   struct device device = open_device();
   struct image image =
      create_image(&device, WIDTH, HEIGHT, VK_FORMAT_R32_UINT,
                   VK_IMAGE_USAGE_STORAGE_BIT | VK_IMAGE_USAGE_TRANSFER_SRC_BIT, VK_IMAGE_ASPECT_COLOR_BIT);
   struct buffer picture = create_host_buffer(&device, WIDTH * HEIGHT * 4, VK_BUFFER_USAGE_TRANSFER_DST_BIT);
   struct binding binding =
      create_binding(&device, VK_DESCRIPTOR_TYPE_STORAGE_IMAGE, VK_SHADER_STAGE_COMPUTE_BIT);
   bind_image(&device, &binding, &image);
   struct pipeline pipeline =
      create_compute_pipeline(&device, SHADER(image_store_comp), binding.layout, sizeof(seed));

   VkCommandBuffer commands = begin_commands(&device);
   change_layout(commands, image.handle, VK_IMAGE_LAYOUT_UNDEFINED, VK_IMAGE_LAYOUT_GENERAL);
   vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_COMPUTE, pipeline.handle);
   vkCmdBindDescriptorSets(commands, VK_PIPELINE_BIND_POINT_COMPUTE, pipeline.layout, 0, 1, &binding.set, 0, NULL);
   vkCmdPushConstants(commands, pipeline.layout, VK_SHADER_STAGE_COMPUTE_BIT, 0, sizeof(seed), &seed);
   vkCmdDispatch(commands, (WIDTH + GROUP - 1) / GROUP, (HEIGHT + GROUP - 1) / GROUP, 1);
   change_layout(commands, image.handle, VK_IMAGE_LAYOUT_GENERAL, VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL);
   copy_image_to_buffer(commands, &image, &picture);
   run_commands(&device, commands);
   check_words("the words of the image", picture.map, (size_t)WIDTH * HEIGHT, hashed_word, seed);

   destroy_pipeline(&device, &pipeline);
   destroy_binding(&device, &binding);
   destroy_buffer(&device, &picture);
   destroy_image(&device, &image);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "compute/image-store",
   .title = "A compute shader's writes to a storage image are where they belong",
   .run = run,
};
