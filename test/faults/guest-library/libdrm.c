/* A libdrm from before devices could be listed: what came later is missing. */
#include <errno.h>
#include <fcntl.h>
#include <sys/ioctl.h>

int drmOpen(const char *name, const char *bus);
int drmIoctl(int fd, unsigned long request, void *argument);

int
drmOpen(const char *name, const char *bus)
{
   (void)name, (void)bus;
   return open("/dev/dri/card0", O_RDWR | O_CLOEXEC);
}

int
drmIoctl(int fd, unsigned long request, void *argument)
{
   int result;
   do
      result = ioctl(fd, request, argument);
   while (result != 0 && (errno == EINTR || errno == EAGAIN));
   return result;
}
