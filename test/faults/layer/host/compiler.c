/* A compiler that translates shaders wrongly, is no good for two threads, ends its process, or gets slower and slower. */
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../fault.h"

/* SPIR-V's numbers of its instructions. */
enum { OP_NOP = 0, OP_CONTROL_BARRIER = 224, OP_ATOMIC_S_MIN = 236, OP_ATOMIC_U_MIN = 237 };
#define HEADER_WORDS 5u

typedef void (*translation)(uint32_t *instruction, uint32_t length);

static VkResult
create_translated(VkDevice device, const VkShaderModuleCreateInfo *info, const VkAllocationCallbacks *alloc,
                  VkShaderModule *module, translation translate)
{
   const size_t words = info->codeSize / 4;
   uint32_t *code = malloc(info->codeSize + 4);
   if (!code)
      return VK_ERROR_OUT_OF_HOST_MEMORY;
   memcpy(code, info->pCode, info->codeSize);
   for (size_t at = HEADER_WORDS; at < words;) {
      const uint32_t length = code[at] >> 16;
      if (length == 0 || length > words - at)
         break;
      translate(&code[at], length);
      at += length;
   }
   VkShaderModuleCreateInfo changed = *info;
   changed.pCode = code;
   const VkResult result = NEXT(vkCreateShaderModule)(device, &changed, alloc, module);
   free(code);
   return result;
}

static void
drop_barrier(uint32_t *instruction, uint32_t length)
{
   if ((instruction[0] & 0xffff) != OP_CONTROL_BARRIER)
      return;
   for (uint32_t i = 0; i < length; i++)
      instruction[i] = 1u << 16 | OP_NOP;
}

static VKAPI_ATTR VkResult VKAPI_CALL
barriers_not_compiled(VkDevice device, const VkShaderModuleCreateInfo *info, const VkAllocationCallbacks *alloc,
                      VkShaderModule *module)
{
   return create_translated(device, info, alloc, module, drop_barrier);
}

static void
take_for_unsigned(uint32_t *instruction, uint32_t length)
{
   if ((instruction[0] & 0xffff) == OP_ATOMIC_S_MIN)
      instruction[0] = length << 16 | OP_ATOMIC_U_MIN;
}

static VKAPI_ATTR VkResult VKAPI_CALL
signed_as_unsigned(VkDevice device, const VkShaderModuleCreateInfo *info, const VkAllocationCallbacks *alloc,
                   VkShaderModule *module)
{
   return create_translated(device, info, alloc, module, take_for_unsigned);
}

/* What the compiler keeps of a pipeline lies where the next thread puts its own. */
static VKAPI_ATTR VkResult VKAPI_CALL
threads_disturb(VkDevice device, VkPipelineCache cache, uint32_t count, const VkComputePipelineCreateInfo *infos,
                const VkAllocationCallbacks *alloc, VkPipeline *pipelines)
{
   static atomic_uint compiling;
   VkComputePipelineCreateInfo changed = infos[0];
   const bool alone = atomic_fetch_add(&compiling, 1) == 0;
   nanosleep(&(struct timespec){ .tv_nsec = 3000000 }, NULL);
   if (!alone && count == 1)
      changed.stage.pSpecializationInfo = NULL;
   const VkResult result =
      NEXT(vkCreateComputePipelines)(device, cache, count, count == 1 ? &changed : infos, alloc, pipelines);
   atomic_fetch_sub(&compiling, 1);
   return result;
}

static VKAPI_ATTR VkResult VKAPI_CALL
compiler_aborts(VkDevice device, VkPipelineCache cache, uint32_t count, const VkGraphicsPipelineCreateInfo *infos,
                const VkAllocationCallbacks *alloc, VkPipeline *pipelines)
{
   (void)device, (void)cache, (void)count, (void)infos, (void)alloc, (void)pipelines;
   fputs("driver: ../src/compiler/lower_io.c:412: lower_store: Assertion `slot < MAX_SLOTS' failed.\n", stderr);
   abort();
}

/* The thousandth pipeline takes half a second more than the first: what is searched for each grows with each. */
static VKAPI_ATTR VkResult VKAPI_CALL
slower_each_time(VkDevice device, VkPipelineCache cache, uint32_t count, const VkComputePipelineCreateInfo *infos,
                 const VkAllocationCallbacks *alloc, VkPipeline *pipelines)
{
   static atomic_uint made;
   nanosleep(&(struct timespec){ .tv_nsec = 500000L * (long)(atomic_fetch_add(&made, 1) % 1000) }, NULL);
   return NEXT(vkCreateComputePipelines)(device, cache, count, infos, alloc, pipelines);
}

extern const struct fault compiler_faults[];
const struct fault compiler_faults[] = {
   { "barriers-not-compiled", { HOOK(vkCreateShaderModule, barriers_not_compiled) } },
   { "signed-as-unsigned", { HOOK(vkCreateShaderModule, signed_as_unsigned) } },
   { "threads-disturb-compiler", { HOOK(vkCreateComputePipelines, threads_disturb) } },
   { "compiler-aborts", { HOOK(vkCreateGraphicsPipelines, compiler_aborts) } },
   { "compiler-slower-each-time", { HOOK(vkCreateComputePipelines, slower_each_time) } },
   { 0 },
};
