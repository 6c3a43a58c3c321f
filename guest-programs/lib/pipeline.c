#include "draw.h"

VkShaderModule
create_shader(const struct device *device, struct shader_code code)
{
   const VkShaderModuleCreateInfo info = {
      .sType = VK_STRUCTURE_TYPE_SHADER_MODULE_CREATE_INFO,
      .codeSize = code.bytes,
      .pCode = code.words,
   };
   VkShaderModule module;
   SETUP(vkCreateShaderModule(device->handle, &info, NULL, &module));
   return module;
}

static VkPipelineLayout
create_layout(const struct device *device, VkDescriptorSetLayout set_layout, VkShaderStageFlags push_stage,
              uint32_t push_bytes)
{
   const VkPushConstantRange range = {.stageFlags = push_stage, .size = push_bytes};
   const VkPipelineLayoutCreateInfo info = {
      .sType = VK_STRUCTURE_TYPE_PIPELINE_LAYOUT_CREATE_INFO,
      .setLayoutCount = set_layout ? 1 : 0,
      .pSetLayouts = &set_layout,
      .pushConstantRangeCount = push_bytes ? 1 : 0,
      .pPushConstantRanges = &range,
   };
   VkPipelineLayout layout;
   SETUP(vkCreatePipelineLayout(device->handle, &info, NULL, &layout));
   return layout;
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

struct pipeline
create_draw_pipeline(const struct device *device, const struct draw_options *options)
{
   struct pipeline pipeline = {
      .layout = create_layout(device, options->set_layout, VK_SHADER_STAGE_VERTEX_BIT, options->push_bytes),
   };
   VkShaderModule vertex_module = create_shader(device, options->vertex);
   VkShaderModule fragment_module = create_shader(device, options->fragment);
   const VkPipelineShaderStageCreateInfo stages[] = {
      stage_info(VK_SHADER_STAGE_VERTEX_BIT, vertex_module),
      stage_info(VK_SHADER_STAGE_FRAGMENT_BIT, fragment_module),
   };
   const VkPipelineVertexInputStateCreateInfo no_vertices = {
      .sType = VK_STRUCTURE_TYPE_PIPELINE_VERTEX_INPUT_STATE_CREATE_INFO,
   };
   const VkPipelineInputAssemblyStateCreateInfo assembly = {
      .sType = VK_STRUCTURE_TYPE_PIPELINE_INPUT_ASSEMBLY_STATE_CREATE_INFO,
      .topology = VK_PRIMITIVE_TOPOLOGY_TRIANGLE_LIST,
   };
   const VkViewport viewport = {
      .width = (float)options->width,
      .height = (float)options->height,
      .maxDepth = 1.0f,
   };
   const VkRect2D scissor = {.extent = {options->width, options->height}};
   const VkPipelineViewportStateCreateInfo viewports = {
      .sType = VK_STRUCTURE_TYPE_PIPELINE_VIEWPORT_STATE_CREATE_INFO,
      .viewportCount = 1,
      .pViewports = &viewport,
      .scissorCount = 1,
      .pScissors = &scissor,
   };
   const VkPipelineRasterizationStateCreateInfo rasterization = {
      .sType = VK_STRUCTURE_TYPE_PIPELINE_RASTERIZATION_STATE_CREATE_INFO,
      .polygonMode = VK_POLYGON_MODE_FILL,
      .cullMode = VK_CULL_MODE_NONE,
      .lineWidth = 1.0f,
   };
   const VkPipelineMultisampleStateCreateInfo multisample = {
      .sType = VK_STRUCTURE_TYPE_PIPELINE_MULTISAMPLE_STATE_CREATE_INFO,
      .rasterizationSamples = options->samples ? options->samples : VK_SAMPLE_COUNT_1_BIT,
   };
   const VkPipelineDepthStencilStateCreateInfo no_tests = {
      .sType = VK_STRUCTURE_TYPE_PIPELINE_DEPTH_STENCIL_STATE_CREATE_INFO,
   };
   const VkPipelineColorBlendAttachmentState all_channels = {.colorWriteMask = 0xf};
   const VkPipelineColorBlendStateCreateInfo blend = {
      .sType = VK_STRUCTURE_TYPE_PIPELINE_COLOR_BLEND_STATE_CREATE_INFO,
      .attachmentCount = 1,
      .pAttachments = options->blend ? options->blend : &all_channels,
   };
   const VkGraphicsPipelineCreateInfo info = {
      .sType = VK_STRUCTURE_TYPE_GRAPHICS_PIPELINE_CREATE_INFO,
      .pNext = options->next,
      .stageCount = 2,
      .pStages = stages,
      .pVertexInputState = options->vertices ? options->vertices : &no_vertices,
      .pInputAssemblyState = &assembly,
      .pViewportState = &viewports,
      .pRasterizationState = &rasterization,
      .pMultisampleState = &multisample,
      .pDepthStencilState = options->depth_stencil ? options->depth_stencil : &no_tests,
      .pColorBlendState = &blend,
      .layout = pipeline.layout,
      .renderPass = options->pass,
   };
   SETUP(vkCreateGraphicsPipelines(device->handle, VK_NULL_HANDLE, 1, &info, NULL, &pipeline.handle));
   vkDestroyShaderModule(device->handle, vertex_module, NULL);
   vkDestroyShaderModule(device->handle, fragment_module, NULL);
   return pipeline;
}

struct pipeline
create_graphics_pipeline(const struct device *device, const struct render_target *target, struct shader_code vertex,
                         struct shader_code fragment, VkDescriptorSetLayout set_layout, uint32_t push_bytes)
{
   const VkPipelineDepthStencilStateCreateInfo depth = {
      .sType = VK_STRUCTURE_TYPE_PIPELINE_DEPTH_STENCIL_STATE_CREATE_INFO,
      .depthTestEnable = target->has_depth,
      .depthWriteEnable = target->has_depth,
      .depthCompareOp = VK_COMPARE_OP_LESS,
   };
   return create_draw_pipeline(device, &(struct draw_options){
                                          .vertex = vertex,
                                          .fragment = fragment,
                                          .pass = target->pass,
                                          .width = target->colour.width,
                                          .height = target->colour.height,
                                          .depth_stencil = &depth,
                                          .set_layout = set_layout,
                                          .push_bytes = push_bytes,
                                       });
}

struct pipeline
create_specialized_compute_pipeline(const struct device *device, struct shader_code code,
                                    VkDescriptorSetLayout set_layout, uint32_t push_bytes,
                                    const VkSpecializationInfo *constants)
{
   struct pipeline pipeline = {
      .layout = create_layout(device, set_layout, VK_SHADER_STAGE_COMPUTE_BIT, push_bytes),
   };
   VkShaderModule module = create_shader(device, code);
   VkComputePipelineCreateInfo info = {
      .sType = VK_STRUCTURE_TYPE_COMPUTE_PIPELINE_CREATE_INFO,
      .stage = stage_info(VK_SHADER_STAGE_COMPUTE_BIT, module),
      .layout = pipeline.layout,
   };
   info.stage.pSpecializationInfo = constants;
   SETUP(vkCreateComputePipelines(device->handle, VK_NULL_HANDLE, 1, &info, NULL, &pipeline.handle));
   vkDestroyShaderModule(device->handle, module, NULL);
   return pipeline;
}

struct pipeline
create_compute_pipeline(const struct device *device, struct shader_code code, VkDescriptorSetLayout set_layout,
                        uint32_t push_bytes)
{
   return create_specialized_compute_pipeline(device, code, set_layout, push_bytes, NULL);
}

void
destroy_pipeline(const struct device *device, struct pipeline *pipeline)
{
   vkDestroyPipeline(device->handle, pipeline->handle, NULL);
   vkDestroyPipelineLayout(device->handle, pipeline->layout, NULL);
}
