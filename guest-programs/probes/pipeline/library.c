/*
 * A pipeline that is linked of four libraries draws what the same pipeline made in one piece draws. With
 * VN_DEBUG=no_gpl Venus hides the extension, and only the pipeline in one piece is drawn.
 */
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "device_options.h"
#include "pipeline_parts.h"
#include "render.h"
#include "triangle_frag.h"
#include "triangle_vert.h"

#define SIZE 64u
/* One step of eight bits: what a driver may optimise in one piece and not across libraries. */
#define TOLERANCE 1

static const struct rgba background = {16, 20, 32, 255};

static void
draw(const struct device *device, const struct render_target *target, VkPipeline pipeline)
{
   memset(target->picture.map, 0, SIZE * SIZE * 4);
   VkCommandBuffer commands = begin_commands(device);
   begin_render(commands, target, background);
   vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_GRAPHICS, pipeline);
   vkCmdDraw(commands, 3, 1, 0, 0);
   end_render(commands, target);
   run_commands(device, commands);
}

static void
check_triangle(const char *name, const struct render_target *target)
{
   /* The corners of the triangle are red, green and blue; its middle is a third of each. */
   check_pixel(name, target->picture.map, SIZE, 0, 0, background, 0);
   check_pixel(name, target->picture.map, SIZE, SIZE / 2, SIZE * 5 / 8, (struct rgba){85, 85, 85, 255}, 6);
}

static void
check_linked(const struct device *device, const struct render_target *target, VkPipelineLayout layout)
{
   struct rgba *whole = malloc(SIZE * SIZE * 4);
   memcpy(whole, target->picture.map, SIZE * SIZE * 4);

   struct pipeline_parts parts = create_pipeline_parts(device, target, layout, SHADER(triangle_vert), SHADER(triangle_frag));
   draw(device, target, parts.linked);
   check_triangle("linked of libraries", target);
   uint32_t different = 0;
   for (uint32_t i = 0; i < SIZE * SIZE; i++) {
      if (!pixels_near(pixel_at(target->picture.map, SIZE, i % SIZE, i / SIZE), whole[i], TOLERANCE))
         different++;
   }
   check("the same picture", different == 0, "%u of %u pixels differ from the pipeline in one piece", different,
         SIZE * SIZE);
   destroy_pipeline_parts(device, &parts);
   free(whole);
}

static void
run(void)
{
   const char *extensions[] = {"VK_KHR_pipeline_library", "VK_EXT_graphics_pipeline_library"};
   VkInstance instance = create_instance(NULL, 0);
   VkPhysicalDevice physical = pick_physical_device(instance);
   const bool offered = device_has_extension(physical, extensions[1]);
   const char *debug = getenv("VN_DEBUG");
   const bool hidden = debug && strstr(debug, "no_gpl") && driver_of(physical).id == VK_DRIVER_ID_MESA_VENUS;
   if (hidden)
      must(check("VN_DEBUG=no_gpl", !offered, "%s is offered all the same", extensions[1]));
   else if (!offered)
      skip_probe("The device does not offer %s.", extensions[1]);

   const VkPhysicalDeviceGraphicsPipelineLibraryFeaturesEXT libraries = {
      .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_GRAPHICS_PIPELINE_LIBRARY_FEATURES_EXT,
      .graphicsPipelineLibrary = VK_TRUE,
   };
   const struct device_options options = {
      .extensions = extensions,
      .extension_count = offered ? 2 : 0,
      .features = offered ? &libraries : NULL,
   };
   struct device device = open_device_with(instance, &options);
   struct render_target target = create_render_target(&device, SIZE, SIZE, false);
   struct pipeline whole = create_graphics_pipeline(&device, &target, SHADER(triangle_vert), SHADER(triangle_frag),
                                                    VK_NULL_HANDLE, 0);
   draw(&device, &target, whole.handle);
   check_triangle("in one piece", &target);
   if (offered)
      check_linked(&device, &target, whole.layout);
   destroy_pipeline(&device, &whole);
   destroy_render_target(&device, &target);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "pipeline/library",
   .title = "A pipeline linked of libraries draws what it draws in one piece",
   .run = run,
};
