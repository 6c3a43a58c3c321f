#include "vk_result.h"

#include <stdio.h>
#include <string.h>

#define NAME(result)                                                                                                   \
   case result:                                                                                                        \
      return #result

const char *
vk_result_name(VkResult result)
{
   switch ((int)result) {
      NAME(VK_SUCCESS);
      NAME(VK_NOT_READY);
      NAME(VK_TIMEOUT);
      NAME(VK_EVENT_SET);
      NAME(VK_EVENT_RESET);
      NAME(VK_INCOMPLETE);
      NAME(VK_ERROR_OUT_OF_HOST_MEMORY);
      NAME(VK_ERROR_OUT_OF_DEVICE_MEMORY);
      NAME(VK_ERROR_INITIALIZATION_FAILED);
      NAME(VK_ERROR_DEVICE_LOST);
      NAME(VK_ERROR_MEMORY_MAP_FAILED);
      NAME(VK_ERROR_LAYER_NOT_PRESENT);
      NAME(VK_ERROR_EXTENSION_NOT_PRESENT);
      NAME(VK_ERROR_FEATURE_NOT_PRESENT);
      NAME(VK_ERROR_INCOMPATIBLE_DRIVER);
      NAME(VK_ERROR_TOO_MANY_OBJECTS);
      NAME(VK_ERROR_FORMAT_NOT_SUPPORTED);
      NAME(VK_ERROR_FRAGMENTED_POOL);
      NAME(VK_ERROR_UNKNOWN);
      NAME(VK_ERROR_OUT_OF_POOL_MEMORY);
      NAME(VK_ERROR_INVALID_EXTERNAL_HANDLE);
      NAME(VK_ERROR_FRAGMENTATION);
      NAME(VK_ERROR_INVALID_OPAQUE_CAPTURE_ADDRESS);
      NAME(VK_ERROR_SURFACE_LOST_KHR);
      NAME(VK_ERROR_NATIVE_WINDOW_IN_USE_KHR);
      NAME(VK_SUBOPTIMAL_KHR);
      NAME(VK_ERROR_OUT_OF_DATE_KHR);
      NAME(VK_ERROR_INCOMPATIBLE_DISPLAY_KHR);
      NAME(VK_ERROR_VALIDATION_FAILED_EXT);
   }
   static char unknown[4][24];
   static unsigned next;
   char *text = unknown[next++ % 4];
   snprintf(text, sizeof(unknown[0]), "VkResult %d", (int)result);
   return text;
}

bool
check_result(const char *name, VkResult expected, VkResult actual)
{
   return check_values(name, expected == actual, vk_result_name(expected), vk_result_name(actual), NULL);
}

void
setup_result(const char *call, VkResult result)
{
   /* Positive codes, like VK_INCOMPLETE, are not errors. */
   if (result >= 0)
      return;
   fail_setup("%.*s returned %s.", (int)strcspn(call, "("), call, vk_result_name(result));
}
