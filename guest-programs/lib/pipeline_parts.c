#include "pipeline_parts.h"

static VkPipeline
create_part(const struct device *device, VkGraphicsPipelineLibraryFlagsEXT part, const VkGraphicsPipelineCreateInfo *state)
{
   const VkGraphicsPipelineLibraryCreateInfoEXT library = {
      .sType = VK_STRUCTURE_TYPE_GRAPHICS_PIPELINE_LIBRARY_CREATE_INFO_EXT,
      .flags = part,
   };
   VkGraphicsPipelineCreateInfo info = *state;
   info.sType = VK_STRUCTURE_TYPE_GRAPHICS_PIPELINE_CREATE_INFO;
   info.pNext = &library;
   info.flags = VK_PIPELINE_CREATE_LIBRARY_BIT_KHR;
   VkPipeline pipeline;
   SETUP(vkCreateGraphicsPipelines(device->handle, VK_NULL_HANDLE, 1, &info, NULL, &pipeline));
   return pipeline;
}

static VkPipeline
create_vertex_input(const struct device *device)
{
   const VkPipelineVertexInputStateCreateInfo no_vertices = {
      .sType = VK_STRUCTURE_TYPE_PIPELINE_VERTEX_INPUT_STATE_CREATE_INFO,
   };
   const VkPipelineInputAssemblyStateCreateInfo assembly = {
      .sType = VK_STRUCTURE_TYPE_PIPELINE_INPUT_ASSEMBLY_STATE_CREATE_INFO,
      .topology = VK_PRIMITIVE_TOPOLOGY_TRIANGLE_LIST,
   };
   const VkGraphicsPipelineCreateInfo state = {.pVertexInputState = &no_vertices, .pInputAssemblyState = &assembly};
   return create_part(device, VK_GRAPHICS_PIPELINE_LIBRARY_VERTEX_INPUT_INTERFACE_BIT_EXT, &state);
}

static VkPipelineShaderStageCreateInfo
stage_info(VkShaderStageFlagBits stage, VkShaderModule module)
{
   return (VkPipelineShaderStageCreateInfo){
      .sType = VK_STRUCTURE_TYPE_PIPELINE_SHADER_STAGE_CREATE_INFO,
      .stage = stage,
      .module = module,
      .pName = "main",
   };
}

static VkPipeline
create_vertex_stage(const struct device *device, const struct render_target *target, VkPipelineLayout layout,
                    struct shader_code code)
{
   VkShaderModule module = create_shader(device, code);
   const VkPipelineShaderStageCreateInfo stage = stage_info(VK_SHADER_STAGE_VERTEX_BIT, module);
   const VkViewport viewport = {
      .width = (float)target->colour.width,
      .height = (float)target->colour.height,
      .maxDepth = 1.0f,
   };
   const VkRect2D scissor = {.extent = {target->colour.width, target->colour.height}};
   const VkPipelineViewportStateCreateInfo viewports = {
      .sType = VK_STRUCTURE_TYPE_PIPELINE_VIEWPORT_STATE_CREATE_INFO,
      .viewportCount = 1,
      .pViewports = &viewport,
      .scissorCount = 1,
      .pScissors = &scissor,
   };
   const VkPipelineRasterizationStateCreateInfo rasterization = {
      .sType = VK_STRUCTURE_TYPE_PIPELINE_RASTERIZATION_STATE_CREATE_INFO,
      .lineWidth = 1.0f,
   };
   const VkGraphicsPipelineCreateInfo state = {
      .stageCount = 1,
      .pStages = &stage,
      .pViewportState = &viewports,
      .pRasterizationState = &rasterization,
      .layout = layout,
      .renderPass = target->pass,
   };
   VkPipeline part = create_part(device, VK_GRAPHICS_PIPELINE_LIBRARY_PRE_RASTERIZATION_SHADERS_BIT_EXT, &state);
   vkDestroyShaderModule(device->handle, module, NULL);
   return part;
}

static const VkPipelineMultisampleStateCreateInfo one_sample = {
   .sType = VK_STRUCTURE_TYPE_PIPELINE_MULTISAMPLE_STATE_CREATE_INFO,
   .rasterizationSamples = VK_SAMPLE_COUNT_1_BIT,
};

static VkPipeline
create_fragment_stage(const struct device *device, const struct render_target *target, VkPipelineLayout layout,
                      struct shader_code code)
{
   VkShaderModule module = create_shader(device, code);
   const VkPipelineShaderStageCreateInfo stage = stage_info(VK_SHADER_STAGE_FRAGMENT_BIT, module);
   const VkGraphicsPipelineCreateInfo state = {
      .stageCount = 1,
      .pStages = &stage,
      .pMultisampleState = &one_sample,
      .layout = layout,
      .renderPass = target->pass,
   };
   VkPipeline part = create_part(device, VK_GRAPHICS_PIPELINE_LIBRARY_FRAGMENT_SHADER_BIT_EXT, &state);
   vkDestroyShaderModule(device->handle, module, NULL);
   return part;
}

static VkPipeline
create_output(const struct device *device, const struct render_target *target)
{
   const VkPipelineColorBlendAttachmentState all_channels = {.colorWriteMask = 0xf};
   const VkPipelineColorBlendStateCreateInfo blend = {
      .sType = VK_STRUCTURE_TYPE_PIPELINE_COLOR_BLEND_STATE_CREATE_INFO,
      .attachmentCount = 1,
      .pAttachments = &all_channels,
   };
   const VkGraphicsPipelineCreateInfo state = {
      .pMultisampleState = &one_sample,
      .pColorBlendState = &blend,
      .renderPass = target->pass,
   };
   return create_part(device, VK_GRAPHICS_PIPELINE_LIBRARY_FRAGMENT_OUTPUT_INTERFACE_BIT_EXT, &state);
}

struct pipeline_parts
create_pipeline_parts(const struct device *device, const struct render_target *target, VkPipelineLayout layout,
                      struct shader_code vertex, struct shader_code fragment)
{
   struct pipeline_parts parts = {
      .libraries =
         {
            create_vertex_input(device),
            create_vertex_stage(device, target, layout, vertex),
            create_fragment_stage(device, target, layout, fragment),
            create_output(device, target),
         },
   };
   const VkPipelineLibraryCreateInfoKHR libraries = {
      .sType = VK_STRUCTURE_TYPE_PIPELINE_LIBRARY_CREATE_INFO_KHR,
      .libraryCount = PIPELINE_PARTS,
      .pLibraries = parts.libraries,
   };
   const VkGraphicsPipelineCreateInfo info = {
      .sType = VK_STRUCTURE_TYPE_GRAPHICS_PIPELINE_CREATE_INFO,
      .pNext = &libraries,
      .layout = layout,
   };
   SETUP(vkCreateGraphicsPipelines(device->handle, VK_NULL_HANDLE, 1, &info, NULL, &parts.linked));
   return parts;
}

void
destroy_pipeline_parts(const struct device *device, struct pipeline_parts *parts)
{
   vkDestroyPipeline(device->handle, parts->linked, NULL);
   for (uint32_t i = 0; i < PIPELINE_PARTS; i++)
      vkDestroyPipeline(device->handle, parts->libraries[i], NULL);
}
