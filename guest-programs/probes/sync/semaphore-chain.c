/* Submissions that each wait for the semaphore of the one before run one after the other, all of them. */
#include "relay.h"
#include "semaphore.h"

#define STEPS 64u

static void
run(void)
{
   struct device device = open_device();
   struct relay relay = create_relay(&device, STEPS, 0xc4a19000u);
   VkSemaphore semaphores[STEPS];
   VkFence fence = create_fence(&device);
   for (uint32_t i = 0; i < STEPS; i++)
      semaphores[i] = create_semaphore(&device, NULL);

   for (uint32_t i = 0; i < STEPS; i++) {
      submit_to(device.queue, &(struct submission){
                                 .commands = begin_relay_step(&device, &relay, i),
                                 .wait = i > 0 ? semaphores[i - 1] : VK_NULL_HANDLE,
                                 .signal = semaphores[i],
                              });
   }
   /* Nothing but a wait and a fence: the end of the chain, and the last semaphore unsignalled again. */
   submit_to(device.queue, &(struct submission){.wait = semaphores[STEPS - 1], .fence = fence});
   must_signal(&device, fence, "the fence at the end of the chain");
   check_relay(&relay, STEPS, "every step ran after the one before");

   for (uint32_t i = 0; i < STEPS; i++)
      vkDestroySemaphore(device.handle, semaphores[i], NULL);
   vkDestroyFence(device.handle, fence, NULL);
   destroy_relay(&device, &relay);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "sync/semaphore-chain",
   .title = "Submissions chained by binary semaphores run one after the other",
   .run = run,
};
