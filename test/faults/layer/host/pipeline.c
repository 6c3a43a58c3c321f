/* Pipelines that are refused, or made with a state other than the one asked for. */
#include "../fault.h"

#define MAX_PIPELINES 16

/* Changes one state of a graphics pipeline; what it points to lives until the pipeline is made. */
struct changed_state {
   VkGraphicsPipelineCreateInfo info;
   VkPipelineViewportStateCreateInfo viewport;
   VkViewport viewports[4];
   VkPipelineDepthStencilStateCreateInfo depth;
   VkPipelineColorBlendStateCreateInfo blend;
   VkPipelineColorBlendAttachmentState attachments[8];
   VkPipelineMultisampleStateCreateInfo samples;
};
typedef void (*change)(struct changed_state *state);

static VkResult
create_changed(VkDevice device, VkPipelineCache cache, uint32_t count, const VkGraphicsPipelineCreateInfo *infos,
               const VkAllocationCallbacks *alloc, VkPipeline *pipelines, change apply)
{
   for (uint32_t i = 0; i < count; i++) {
      struct changed_state state = { .info = infos[i] };
      apply(&state);
      const VkResult result = NEXT(vkCreateGraphicsPipelines)(device, cache, 1, &state.info, alloc, &pipelines[i]);
      if (result != VK_SUCCESS)
         return result;
   }
   return VK_SUCCESS;
}

#define PIPELINE_FAULT(name, apply)                                                                                    \
   static VKAPI_ATTR VkResult VKAPI_CALL name(VkDevice device, VkPipelineCache cache, uint32_t count,                  \
                                              const VkGraphicsPipelineCreateInfo *infos,                               \
                                              const VkAllocationCallbacks *alloc, VkPipeline *pipelines)               \
   {                                                                                                                   \
      return create_changed(device, cache, count, infos, alloc, pipelines, apply);                                     \
   }

static void
shift_viewport(struct changed_state *state)
{
   if (!state->info.pViewportState || !state->info.pViewportState->pViewports)
      return;
   state->viewport = *state->info.pViewportState;
   for (uint32_t i = 0; i < state->viewport.viewportCount && i < 4; i++) {
      state->viewports[i] = state->info.pViewportState->pViewports[i];
      state->viewports[i].x += 1;
   }
   state->viewport.pViewports = state->viewports;
   state->info.pViewportState = &state->viewport;
}
PIPELINE_FAULT(viewport_shifted, shift_viewport)

static void
turn_depth_off(struct changed_state *state)
{
   if (!state->info.pDepthStencilState)
      return;
   state->depth = *state->info.pDepthStencilState;
   state->depth.depthTestEnable = VK_FALSE;
   state->info.pDepthStencilState = &state->depth;
}
PIPELINE_FAULT(depth_test_off, turn_depth_off)

static void
turn_stencil_off(struct changed_state *state)
{
   if (!state->info.pDepthStencilState)
      return;
   state->depth = *state->info.pDepthStencilState;
   state->depth.stencilTestEnable = VK_FALSE;
   state->info.pDepthStencilState = &state->depth;
}
PIPELINE_FAULT(stencil_test_off, turn_stencil_off)

static void
turn_blend_off(struct changed_state *state)
{
   if (!state->info.pColorBlendState)
      return;
   state->blend = *state->info.pColorBlendState;
   for (uint32_t i = 0; i < state->blend.attachmentCount && i < 8; i++) {
      state->attachments[i] = state->info.pColorBlendState->pAttachments[i];
      state->attachments[i].blendEnable = VK_FALSE;
   }
   state->blend.pAttachments = state->attachments;
   state->info.pColorBlendState = &state->blend;
}
PIPELINE_FAULT(blend_off, turn_blend_off)

static void
mask_samples(struct changed_state *state)
{
   static const VkSampleMask first = 1;
   if (!state->info.pMultisampleState)
      return;
   state->samples = *state->info.pMultisampleState;
   if (state->samples.rasterizationSamples != VK_SAMPLE_COUNT_1_BIT)
      state->samples.pSampleMask = &first;
   state->info.pMultisampleState = &state->samples;
}
PIPELINE_FAULT(samples_lost, mask_samples)

static VKAPI_ATTR VkResult VKAPI_CALL
graphics_refused(VkDevice device, VkPipelineCache cache, uint32_t count, const VkGraphicsPipelineCreateInfo *infos,
                 const VkAllocationCallbacks *alloc, VkPipeline *pipelines)
{
   (void)device, (void)cache, (void)infos, (void)alloc;
   for (uint32_t i = 0; i < count; i++)
      pipelines[i] = VK_NULL_HANDLE;
   return VK_ERROR_OUT_OF_HOST_MEMORY;
}

static VKAPI_ATTR VkResult VKAPI_CALL
specialization_lost(VkDevice device, VkPipelineCache cache, uint32_t count, const VkComputePipelineCreateInfo *infos,
                    const VkAllocationCallbacks *alloc, VkPipeline *pipelines)
{
   VkComputePipelineCreateInfo changed[MAX_PIPELINES];
   if (count > MAX_PIPELINES)
      return VK_ERROR_OUT_OF_HOST_MEMORY;
   for (uint32_t i = 0; i < count; i++) {
      changed[i] = infos[i];
      changed[i].stage.pSpecializationInfo = NULL;
   }
   return NEXT(vkCreateComputePipelines)(device, cache, count, changed, alloc, pipelines);
}

static VKAPI_ATTR VkResult VKAPI_CALL
shader_refused(VkDevice device, const VkShaderModuleCreateInfo *info, const VkAllocationCallbacks *alloc,
               VkShaderModule *module)
{
   (void)device, (void)info, (void)alloc;
   *module = VK_NULL_HANDLE;
   return VK_ERROR_OUT_OF_HOST_MEMORY;
}

static VKAPI_ATTR VkResult VKAPI_CALL
cache_empty(VkDevice device, VkPipelineCache cache, size_t *size, void *data)
{
   (void)device, (void)cache, (void)data;
   *size = 0;
   return VK_SUCCESS;
}

extern const struct fault pipeline_faults[];
const struct fault pipeline_faults[] = {
   { "viewport-shifted", { HOOK(vkCreateGraphicsPipelines, viewport_shifted) } },
   { "depth-test-off", { HOOK(vkCreateGraphicsPipelines, depth_test_off) } },
   { "stencil-test-off", { HOOK(vkCreateGraphicsPipelines, stencil_test_off) } },
   { "blend-off", { HOOK(vkCreateGraphicsPipelines, blend_off) } },
   { "samples-lost", { HOOK(vkCreateGraphicsPipelines, samples_lost) } },
   { "graphics-pipeline-refused", { HOOK(vkCreateGraphicsPipelines, graphics_refused) } },
   { "specialization-lost", { HOOK(vkCreateComputePipelines, specialization_lost) } },
   { "shader-module-refused", { HOOK(vkCreateShaderModule, shader_refused) } },
   { "pipeline-cache-empty", { HOOK(vkGetPipelineCacheData, cache_empty) } },
   { 0 },
};
