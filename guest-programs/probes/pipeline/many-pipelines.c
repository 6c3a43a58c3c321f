/* 1,000 pipelines live at once, and those that are looked at, the first and the last among them, are the right ones. */
#include "constant_job.h"

#define PIPELINES 1000u
#define STRIDE 111u /* 0, 111, ... 999 */

static void
run(void)
{
   struct device device = open_device();
   struct constant_job job = create_constant_job(&device);
   VkShaderModule module = create_shader(&device, constant_shader());
   static VkPipeline pipelines[PIPELINES];
   for (uint32_t i = 0; i < PIPELINES; i++) {
      const VkResult created = create_constant_pipeline(&device, &job, module, VK_NULL_HANDLE, i, &pipelines[i]);
      if (created != VK_SUCCESS)
         must(check_result("vkCreateComputePipelines", VK_SUCCESS, created));
   }
   for (uint32_t i = 0; i < PIPELINES; i += STRIDE)
      must_run_constant(&device, &job, pipelines[i], "a pipeline's words", i);
   for (uint32_t i = 0; i < PIPELINES; i++)
      vkDestroyPipeline(device.handle, pipelines[i], NULL);
   vkDestroyShaderModule(device.handle, module, NULL);
   destroy_constant_job(&device, &job);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "pipeline/many-pipelines",
   .title = "Pipelines, 1,000 alive at once, do what their constants say",
   .run = run,
};
