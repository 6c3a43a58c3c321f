/* Graphics pipelines with more state than create_graphics_pipeline's. What is left zero has its plainest meaning. */
#ifndef DRAW_H
#define DRAW_H

#include "render.h"

struct draw_options {
   struct shader_code vertex, fragment;
   /* VK_NULL_HANDLE for dynamic rendering, which `next` then describes. */
   VkRenderPass pass;
   /* Of the viewport, in pixels. */
   uint32_t width, height;
   /* NULL: no vertex buffers. */
   const VkPipelineVertexInputStateCreateInfo *vertices;
   /* NULL: no tests. */
   const VkPipelineDepthStencilStateCreateInfo *depth_stencil;
   /* NULL: all channels are written as they come. */
   const VkPipelineColorBlendAttachmentState *blend;
   /* 0: one. */
   VkSampleCountFlagBits samples;
   VkDescriptorSetLayout set_layout;
   /* For the vertex stage. */
   uint32_t push_bytes;
   /* VkGraphicsPipelineCreateInfo's chain. */
   const void *next;
};

/* A triangle list without culling. */
struct pipeline create_draw_pipeline(const struct device *device, const struct draw_options *options);

#endif
