#include "kernel_log.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "frame.h"
#include "outbox.h"

/* The kernel refuses to read a record into less than it needs, which is below this. */
enum { RECORD_BYTES = 8 << 10 };

static const char faults[] = "/proc/sys/debug/exception-trace";
static int descriptor = -1;
static char faults_before;

bool
kernel_log_open(void)
{
   descriptor = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
   if (descriptor >= 0) {
      char record[RECORD_BYTES];
      /* Opening is allowed to some who may not read. */
      if (read(descriptor, record, sizeof(record)) < 0 && errno != EAGAIN && errno != EPIPE) {
         close(descriptor);
         descriptor = -1;
      } else {
         lseek(descriptor, 0, SEEK_SET);
      }
   }
   return descriptor >= 0;
}

int
kernel_log_fd(void)
{
   return descriptor;
}

bool
kernel_log_forward(void)
{
   char records[CHUNK_BYTES];
   size_t length = 0;
   bool more = descriptor >= 0;
   while (more && sizeof(records) - length >= RECORD_BYTES) {
      const ssize_t count = read(descriptor, records + length, RECORD_BYTES);
      if (count > 0)
         length += (size_t)count;
      else /* EPIPE: records were overwritten before they were read; it goes on with the oldest that is left. */
         more = count < 0 && (errno == EPIPE || errno == EINTR);
   }
   if (length > 0)
      outbox_put(KERNEL_LOG, records, length);
   return more;
}

void
kernel_log_trace_faults(bool on)
{
   const int file = open(faults, O_RDWR | O_CLOEXEC);
   if (file < 0)
      return;
   if (on && read(file, &faults_before, 1) != 1)
      faults_before = 0;
   const char value = on ? '1' : faults_before;
   if (value && pwrite(file, &value, 1, 0) != 1)
      faults_before = 0;
   close(file);
}
