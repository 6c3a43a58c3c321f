/*
 * Code that is no SPIR-V costs at most the process that brought it. The specification promises that process nothing:
 * where its driver survives, the same device must still work; where it does not, the next process must.
 */
#include "constant_job.h"
#include "fill_check.h"
#include "worker.h"

#define WORKER_MS 8000u
/* For the process that may wait for a renderer that is gone: Venus gives that up only after some ten seconds. */
#define PATIENCE_MS 1500u
/* The code ends within an instruction. */
#define KEPT_WORDS 24u

static void
bring_damaged(void *argument)
{
   (void)argument;
   struct device device = open_device();
   struct constant_job job = create_constant_job(&device);
   const VkShaderModuleCreateInfo info = {
      .sType = VK_STRUCTURE_TYPE_SHADER_MODULE_CREATE_INFO,
      .codeSize = KEPT_WORDS * 4,
      .pCode = constant_shader().words,
   };
   VkShaderModule module;
   if (vkCreateShaderModule(device.handle, &info, NULL, &module) == VK_SUCCESS) {
      VkPipeline pipeline = VK_NULL_HANDLE;
      if (create_constant_pipeline(&device, &job, module, VK_NULL_HANDLE, 1, &pipeline) == VK_SUCCESS)
         vkDestroyPipeline(device.handle, pipeline, NULL);
      vkDestroyShaderModule(device.handle, module, NULL);
   }
   must_fill(&device, "a fill after it", 0xbad59142u);
   destroy_constant_job(&device, &job);
   close_device(&device);
}

static void
run(void)
{
   struct worker bringer = start_worker(bring_damaged, NULL);
   must(check_worker_may_die("the process that brought it", &bringer, PATIENCE_MS));
   struct worker next = start_worker(fill_on_new_device, NULL);
   check_worker("the next process", &next, WORKER_MS);
}

const struct probe this_probe = {
   .id = "pipeline/bad-spirv",
   .title = "Code that is no SPIR-V costs at most the process that brought it",
   .run = run,
};
