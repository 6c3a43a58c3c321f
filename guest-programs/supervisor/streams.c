#include "streams.h"

#include <errno.h>
#include <unistd.h>

#include "announce.h"
#include "outbox.h"

struct stream {
   int end;
   size_t left;
};

static struct stream output = {.end = -1}, protocol = {.end = -1};
static int failure = -1;

void
streams_open(const struct spawned *probe, size_t output_limit, size_t protocol_limit)
{
   output = (struct stream){.end = probe->output, .left = output_limit};
   protocol = (struct stream){.end = probe->protocol, .left = protocol_limit};
   failure = probe->failure;
}

static void
close_end(int *end)
{
   if (*end >= 0)
      close(*end);
   *end = -1;
}

/* Returns false where the pipe holds nothing now, or is at its end, and is closed then. */
static bool
forward(struct stream *stream, char kind, bool *over)
{
   char bytes[CHUNK_BYTES];
   if (stream->end < 0)
      return false;
   const ssize_t count = read(stream->end, bytes, sizeof(bytes));
   if (count < 0)
      return errno == EINTR;
   if (count == 0) {
      close_end(&stream->end);
      return false;
   }
   const size_t kept = (size_t)count < stream->left ? (size_t)count : stream->left;
   stream->left -= kept;
   *over = kept < (size_t)count;
   if (kept > 0)
      outbox_put(kind, bytes, kept);
   if (kind == PROTOCOL)
      announce_feed(bytes, kept);
   return true;
}

bool
streams_forward(enum ending *flood)
{
   bool output_over = false, protocol_over = false;
   const bool more_output = forward(&output, OUTPUT, &output_over);
   const bool more_protocol = forward(&protocol, PROTOCOL, &protocol_over);
   if (output_over)
      *flood = OUTPUT_FLOODED;
   else if (protocol_over)
      *flood = PROTOCOL_FLOODED;
   return more_output || more_protocol;
}

int
streams_poll(struct pollfd *polled)
{
   int count = 0;
   if (output.end >= 0)
      polled[count++] = (struct pollfd){.fd = output.end, .events = POLLIN};
   if (protocol.end >= 0)
      polled[count++] = (struct pollfd){.fd = protocol.end, .events = POLLIN};
   return count;
}

int
streams_close(void)
{
   int why = 0;
   if (read(failure, &why, sizeof(why)) != (ssize_t)sizeof(why))
      why = 0;
   close_end(&output.end);
   close_end(&protocol.end);
   close_end(&failure);
   return why;
}
