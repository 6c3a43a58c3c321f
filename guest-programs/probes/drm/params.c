/* What the kernel's driver says of itself, all of it logged, and in it what Venus cannot do without. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "probe.h"
#include "virtgpu.h"
#include "virtgpu_raw.h"

static const struct {
   uint32_t param;
   const char *name;
   bool required;
} params[] = {
   {PARAM_3D_FEATURES, "3D features", true},
   {PARAM_CAPSET_QUERY_FIX, "capset query fix", true},
   {PARAM_RESOURCE_BLOB, "resource blob", true},
   {PARAM_HOST_VISIBLE, "host visible", true},
   {PARAM_CROSS_DEVICE, "cross device", false},
   {PARAM_CONTEXT_INIT, "context init", true},
   {PARAM_SUPPORTED_CAPSETS, "supported capsets", true},
   {PARAM_EXPLICIT_DEBUG_NAME, "explicit debug name", false},
   {PARAM_BLOB_ALIGNMENT, "blob alignment", false},
};

static void
run(void)
{
   const int fd = open_render_node();
   for (size_t i = 0; i < sizeof(params) / sizeof(params[0]); i++) {
      int value;
      const int error = virtgpu_get_param(fd, params[i].param, &value);
      if (error == 0)
         report_metric(params[i].name, "1", &(double){(double)(unsigned)value}, 1);
      if (params[i].required)
         check(params[i].name, error == 0 && value != 0, "DRM_IOCTL_VIRTGPU_GETPARAM %u: %s", params[i].param,
               error ? strerror(error) : "0");
      else
         check(params[i].name, error == 0 || error == EINVAL || error == ENOENT, "DRM_IOCTL_VIRTGPU_GETPARAM %u: %s",
               params[i].param, strerror(error));
      if (params[i].param == PARAM_SUPPORTED_CAPSETS)
         check("the capset of Venus among them", value & 1 << VIRTGPU_CAPSET_VENUS, "they are 0x%x", (unsigned)value);
   }
   close(fd);
}

const struct probe this_probe = {
   .id = "drm/params",
   .title = "The driver has 3D features, the capset fix, blobs, host-visible memory and context init",
   .run = run,
};
