/*
 * One submission of several batches, each of several command buffers: all of them run, in order. A guest driver adds
 * batches and command buffers of its own to what it passes on, so that more than the program's rests on this.
 */
#include "commands.h"
#include "relay.h"

#define BATCHES 3u
#define BUFFERS 4u
#define STEPS (BATCHES * BUFFERS)

static void
run(void)
{
   struct device device = open_device();
   struct relay relay = create_relay(&device, STEPS, 0xba7c4e50u);
   VkFence fence = create_fence(&device);

   VkCommandBuffer buffers[STEPS];
   for (uint32_t step = 0; step < STEPS; step++) {
      buffers[step] = begin_relay_step(&device, &relay, step);
      SETUP(vkEndCommandBuffer(buffers[step]));
   }
   VkSubmitInfo batches[BATCHES];
   for (uint32_t i = 0; i < BATCHES; i++) {
      batches[i] = (VkSubmitInfo){
         .sType = VK_STRUCTURE_TYPE_SUBMIT_INFO,
         .commandBufferCount = BUFFERS,
         .pCommandBuffers = &buffers[i * BUFFERS],
      };
   }
   must(check_result("vkQueueSubmit", VK_SUCCESS, vkQueueSubmit(device.queue, BATCHES, batches, fence)));
   must_signal(&device, fence, "the fence of the submission");
   check_relay(&relay, STEPS, "every command buffer ran after the one before");

   vkFreeCommandBuffers(device.handle, device.pool, STEPS, buffers);
   vkDestroyFence(device.handle, fence, NULL);
   destroy_relay(&device, &relay);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "sync/submit-batches",
   .title = "One submission of three batches of four command buffers runs all of them, in order",
   .run = run,
};
