/* Submissions that each wait for the semaphore of the one before run one after the other, all of them. */
#include "semaphore_chain.h"

static void
run(void)
{
   struct device device = open_device();
   check_semaphore_chain(&device, device.queue, device.queue, 0xc4a19000u);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "sync/semaphore-chain",
   .title = "Submissions chained by binary semaphores run one after the other",
   .run = run,
};
