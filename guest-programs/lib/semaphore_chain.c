#include "semaphore_chain.h"

#include "relay.h"
#include "semaphore.h"

#define STEPS 64u

void
check_semaphore_chain(const struct device *device, VkQueue first, VkQueue second, uint32_t token)
{
   struct relay relay = create_relay(device, STEPS, token);
   VkSemaphore semaphores[STEPS];
   VkFence fence = create_fence(device);
   for (uint32_t i = 0; i < STEPS; i++)
      semaphores[i] = create_semaphore(device, NULL);

   for (uint32_t i = 0; i < STEPS; i++) {
      submit_to(i % 2 ? second : first, &(struct submission){
                                           .commands = begin_relay_step(device, &relay, i),
                                           .wait = i > 0 ? semaphores[i - 1] : VK_NULL_HANDLE,
                                           .signal = semaphores[i],
                                        });
   }
   /* Nothing but a wait and a fence: the end of the chain, and the last semaphore unsignalled again. */
   submit_to(first, &(struct submission){.wait = semaphores[STEPS - 1], .fence = fence});
   must_signal(device, fence, "the fence at the end of the chain");
   check_relay(&relay, STEPS, "every step ran after the one before");

   for (uint32_t i = 0; i < STEPS; i++)
      vkDestroySemaphore(device->handle, semaphores[i], NULL);
   vkDestroyFence(device->handle, fence, NULL);
   destroy_relay(device, &relay);
}
