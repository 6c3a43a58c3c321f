#include "probe.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "json_line.h"
#include "outcome.h"

static char first_failure[2048];
static unsigned checks_made;

static void
remember_failure(const char *name, const char *expected, const char *actual, const char *message)
{
   if (first_failure[0])
      return;
   if (expected && message)
      snprintf(first_failure, sizeof(first_failure), "%s: expected %s, got %s: %s", name, expected, actual, message);
   else if (expected)
      snprintf(first_failure, sizeof(first_failure), "%s: expected %s, got %s", name, expected, actual);
   else
      snprintf(first_failure, sizeof(first_failure), "%s: %s", name, message);
}

bool
check_values(const char *name, bool ok, const char *expected, const char *actual, const char *message)
{
   checks_made++;
   if (!ok)
      remember_failure(name, expected, actual, message ? message : expected ? NULL : "does not hold");
   json_begin("check");
   json_string("name", name);
   json_bool("ok", ok);
   if (expected)
      json_string("expected", expected);
   if (actual)
      json_string("actual", actual);
   if (message)
      json_string("message", message);
   json_send();
   return ok;
}

bool
check(const char *name, bool ok, const char *format, ...)
{
   if (ok)
      return check_values(name, true, NULL, NULL, NULL);
   char message[1024];
   va_list arguments;
   va_start(arguments, format);
   vsnprintf(message, sizeof(message), format, arguments);
   va_end(arguments);
   return check_values(name, false, NULL, NULL, message);
}

bool
check_number(const char *name, uint64_t expected, uint64_t actual)
{
   char expected_text[24], actual_text[24];
   snprintf(expected_text, sizeof(expected_text), "%" PRIu64, expected);
   snprintf(actual_text, sizeof(actual_text), "%" PRIu64, actual);
   return check_values(name, expected == actual, expected_text, actual_text, NULL);
}

void
must(bool ok)
{
   if (!ok)
      end_now();
}

static void
send_end(const char *outcome, const char *reason)
{
   json_begin("end");
   json_string("outcome", outcome);
   if (reason)
      json_string("reason", reason);
   json_send();
}

int
end_by_checks(void)
{
   if (first_failure[0]) {
      send_end("fail", first_failure);
      return STATUS_FAIL;
   }
   if (checks_made == 0) {
      send_end("error", "The probe made no check.");
      return STATUS_ERROR;
   }
   send_end("pass", NULL);
   return STATUS_PASS;
}

_Noreturn void
end_now(void)
{
   /* Not exit(): a driver's exit handlers may wait for work that will never finish. */
   _exit(end_by_checks());
}

static _Noreturn void
end_with(const char *outcome, int status, const char *format, va_list arguments)
{
   /* What was seen to be wrong says more than what was then missing. */
   if (first_failure[0])
      end_now();
   char reason[1024];
   vsnprintf(reason, sizeof(reason), format, arguments);
   send_end(outcome, reason);
   _exit(status);
}

_Noreturn void
skip_probe(const char *format, ...)
{
   va_list arguments;
   va_start(arguments, format);
   end_with("skip", STATUS_SKIP, format, arguments);
}

_Noreturn void
fail_setup(const char *format, ...)
{
   va_list arguments;
   va_start(arguments, format);
   end_with("error", STATUS_ERROR, format, arguments);
}

void
report_metric(const char *name, const char *unit, const double *values, size_t count)
{
   if (count > MAX_METRIC_VALUES)
      fail_setup("%s has %zu values, more than fit on one line of the protocol.", name, count);
   json_begin("metric");
   json_string("name", name);
   json_string("unit", unit);
   json_numbers("values", values, count);
   json_send();
}
