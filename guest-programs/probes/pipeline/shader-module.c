/*
 * One module serves several pipelines and may be destroyed before any of them runs; a module larger than Venus' ring
 * (128 KiB) arrives whole.
 */
#include <stdlib.h>
#include <string.h>

#include "constant_job.h"

#define PIPELINES 3u
#define HEADER_WORDS 5u
#define OP_SOURCE 3u
#define OP_STRING 7u
/* 180 KB; the specification allows 65,535 characters in a string. */
#define STRINGS 3u
#define STRING_WORDS 15000u
#define PADDING_WORDS (STRINGS * STRING_WORDS)

/* The same module with strings, which mean nothing to the shader, where its debug instructions begin. */
static struct shader_code
pad_shader(struct shader_code code)
{
   const size_t count = code.bytes / 4;
   size_t at = HEADER_WORDS;
   while (at < count && (code.words[at] & 0xffff) != OP_SOURCE)
      at += code.words[at] >> 16;
   if (at >= count)
      fail_setup("The shader has no OpSource.");
   uint32_t *padded = malloc(code.bytes + PADDING_WORDS * 4);
   memcpy(padded, code.words, at * 4);
   for (uint32_t i = 0; i < STRINGS; i++) {
      uint32_t *string = padded + at + i * STRING_WORDS;
      string[0] = STRING_WORDS << 16 | OP_STRING;
      /* The header's fourth word is the bound of ids: a new one is taken there. */
      string[1] = padded[3]++;
      memset(string + 2, 'v', (STRING_WORDS - 2) * 4);
      string[STRING_WORDS - 1] = 0;
   }
   memcpy(padded + at + PADDING_WORDS, code.words + at, (count - at) * 4);
   return (struct shader_code){padded, code.bytes + PADDING_WORDS * 4};
}

static void
check_module(const struct device *device, const struct constant_job *job, struct shader_code code, const char *name)
{
   VkShaderModule module = create_shader(device, code);
   VkPipeline pipelines[PIPELINES];
   for (uint32_t i = 0; i < PIPELINES; i++) {
      const VkResult created = create_constant_pipeline(device, job, module, VK_NULL_HANDLE, i * 1000, &pipelines[i]);
      must(check_result("vkCreateComputePipelines", VK_SUCCESS, created));
   }
   vkDestroyShaderModule(device->handle, module, NULL);
   for (uint32_t i = 0; i < PIPELINES; i++) {
      must_run_constant(device, job, pipelines[i], name, i * 1000);
      vkDestroyPipeline(device->handle, pipelines[i], NULL);
   }
}

static void
run(void)
{
   struct device device = open_device();
   struct constant_job job = create_constant_job(&device);
   check_module(&device, &job, constant_shader(), "pipelines of one module");
   const struct shader_code large = pad_shader(constant_shader());
   check_module(&device, &job, large, "pipelines of a large module");
   free((void *)(uintptr_t)large.words);
   destroy_constant_job(&device, &job);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "pipeline/shader-module",
   .title = "Pipelines run after their module is gone, and a module larger than the ring arrives whole",
   .run = run,
};
