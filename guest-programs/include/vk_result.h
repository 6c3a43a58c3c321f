/* VkResult in checks and messages. */
#ifndef VK_RESULT_H
#define VK_RESULT_H

#include <vulkan/vulkan.h>

#include "probe.h"

/* The enumerant's name; `VkResult N` for one that is not known here. The text lives until the next call but three. */
const char *vk_result_name(VkResult result);

/* One check: the call returned what was expected. */
bool check_result(const char *name, VkResult expected, VkResult actual);

/* For calls that only prepare the check: ends the probe with an error that names the call and its result. */
#define SETUP(call) setup_result(#call, call)
void setup_result(const char *call, VkResult result);

#endif
