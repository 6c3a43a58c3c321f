/* Processes that end or stop in the middle of a submission: the renderer's worker, its server, QEMU. */
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "../fault.h"

struct process {
   pid_t parent;
   char name[64];
};

static struct process
process_of(pid_t pid)
{
   struct process found = { 0 };
   char path[64], line[512];
   snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
   FILE *file = fopen(path, "r");
   if (!file || !fgets(line, sizeof(line), file))
      abort();
   fclose(file);
   /* "pid (name) state parent ...": the name may hold anything but is short. */
   const char *begin = strchr(line, '('), *end = strrchr(line, ')');
   snprintf(found.name, sizeof(found.name), "%.*s", (int)(end - begin - 1), begin + 1);
   found.parent = (pid_t)strtol(end + 4, NULL, 10);
   return found;
}

/* The nearest process above this one whose name begins so; 0 where there is none. */
static pid_t
ancestor(const char *name)
{
   pid_t pid = getppid();
   while (pid > 1 && strncmp(process_of(pid).name, name, strlen(name)) != 0)
      pid = process_of(pid).parent;
   return pid > 1 ? pid : 0;
}

/* A probe without a VM has neither server nor QEMU: nothing happens to it, as it would to no program of its kind. */
static void
send_signal(pid_t pid, int number)
{
   if (ancestor("virgl_render") && pid)
      kill(pid, number);
}

/* The submission goes through first: the work is under way when the process gets the signal. */
#define SIGNAL_FAULT(name, pid, signal_number)                                                                         \
   static VKAPI_ATTR VkResult VKAPI_CALL name(VkQueue queue, uint32_t count, const VkSubmitInfo *submits,              \
                                              VkFence fence)                                                           \
   {                                                                                                                   \
      const VkResult result = NEXT(vkQueueSubmit)(queue, count, submits, fence);                                       \
      send_signal(pid, signal_number);                                                                                 \
      return result;                                                                                                   \
   }

SIGNAL_FAULT(worker_killed, getpid(), SIGKILL)
SIGNAL_FAULT(worker_stopped, getpid(), SIGSTOP)
SIGNAL_FAULT(server_killed, ancestor("virgl_render"), SIGKILL)
SIGNAL_FAULT(server_stopped, ancestor("virgl_render"), SIGSTOP)
SIGNAL_FAULT(vmm_killed, ancestor("qemu-system"), SIGKILL)
SIGNAL_FAULT(vmm_stopped, ancestor("qemu-system"), SIGSTOP)

/* A module that cannot be whole takes the server of all contexts along. */
static VKAPI_ATTR VkResult VKAPI_CALL
shader_kills_server(VkDevice device, const VkShaderModuleCreateInfo *info, const VkAllocationCallbacks *alloc,
                    VkShaderModule *module)
{
   if (info->codeSize < 128)
      send_signal(ancestor("virgl_render"), SIGKILL);
   return NEXT(vkCreateShaderModule)(device, info, alloc, module);
}

/* While one worker has an instance, no other gets one. */
static VKAPI_ATTR VkResult VKAPI_CALL
second_worker_refused(const VkInstanceCreateInfo *info, const VkAllocationCallbacks *alloc, VkInstance *instance)
{
   static int lock = -1;
   Dl_info self;
   if (lock < 0 && dladdr(&lock, &self))
      lock = open(self.dli_fname, O_RDONLY | O_CLOEXEC);
   if (flock(lock, LOCK_EX | LOCK_NB) != 0)
      return VK_ERROR_INITIALIZATION_FAILED;
   return chain_create_instance(info, alloc, instance);
}

extern const struct fault process_faults[];
const struct fault process_faults[] = {
   { "worker-killed", { HOOK(vkQueueSubmit, worker_killed) } },
   { "worker-stopped", { HOOK(vkQueueSubmit, worker_stopped) } },
   { "server-killed", { HOOK(vkQueueSubmit, server_killed) } },
   { "server-stopped", { HOOK(vkQueueSubmit, server_stopped) } },
   { "vmm-killed", { HOOK(vkQueueSubmit, vmm_killed) } },
   { "vmm-stopped", { HOOK(vkQueueSubmit, vmm_stopped) } },
   { "bad-shader-kills-server", { HOOK(vkCreateShaderModule, shader_kills_server) } },
   { "second-worker-refused", { HOOK(vkCreateInstance, second_worker_refused) } },
   { 0 },
};
