/* Calls that do not come back. */
#include <unistd.h>

#include "fault.h"

_Noreturn void
hang(void)
{
   for (;;)
      pause();
}

VKAPI_ATTR VkResult VKAPI_CALL
queue_idle_hangs(VkQueue queue)
{
   (void)queue;
   hang();
}

VKAPI_ATTR VkResult VKAPI_CALL
device_idle_hangs(VkDevice device)
{
   (void)device;
   hang();
}
