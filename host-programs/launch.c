/*
 * Starts a program with the dynamic loader and the libraries of a bundle, so that it runs where the machine's own are
 * older, other or absent. Linked statically: it needs nothing of the machine but /proc.
 *
 * The file `<launcher>.launch` says what: a line each, a name, a space, a path relative to the launcher's folder.
 *
 *    loader FILE      the dynamic loader
 *    library FOLDER   where libraries are looked for, in order; then come the folders of $LD_LIBRARY_PATH
 *    program FILE     what is started
 *    argument FILE    goes before the caller's own arguments
 *    programs FOLDER  in the place of `program`: where a program without a slash in its name lies
 *
 * With `programs` it is called as `launcher [NAME=VALUE...] PROGRAM [ARGUMENT...]`: the program's environment is just
 * these variables, and it is killed when the process that started it ends.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#define ARGUMENTS_MAX 4
/* What a shell answers with for a program that cannot be started. */
#define EXIT_NOT_STARTED 126

struct settings {
   char *loader;
   char *program;
   char *programs;
   /* Separated by colons, as the loader takes them. */
   char *libraries;
   const char *arguments[ARGUMENTS_MAX];
   unsigned argument_count;
};

static _Noreturn void __attribute__((format(printf, 1, 2)))
fail(const char *format, ...)
{
   va_list arguments;
   va_start(arguments, format);
   vfprintf(stderr, format, arguments);
   va_end(arguments);
   fputc('\n', stderr);
   exit(EXIT_NOT_STARTED);
}

/* `left`, `separator` and `right` as one new string; `right` alone where `left` is NULL. */
static char *
join(const char *left, char separator, const char *right)
{
   char *joined;
   const int written =
      left ? asprintf(&joined, "%s%c%s", left, separator, right) : asprintf(&joined, "%s", right);
   if (written < 0)
      fail("out of memory");
   return joined;
}

/* Where this program lies, without links. */
static char *
own_path(void)
{
   static char path[PATH_MAX];
   const ssize_t length = readlink("/proc/self/exe", path, sizeof(path) - 1);
   if (length < 0)
      fail("/proc/self/exe: %s; is /proc mounted?", strerror(errno));
   return path;
}

static void
read_setting(struct settings *settings, const char *file, const char *name, char *path)
{
   if (strcmp(name, "loader") == 0)
      settings->loader = path;
   else if (strcmp(name, "program") == 0)
      settings->program = path;
   else if (strcmp(name, "programs") == 0)
      settings->programs = path;
   else if (strcmp(name, "library") == 0)
      settings->libraries = join(settings->libraries, ':', path);
   else if (strcmp(name, "argument") == 0 && settings->argument_count < ARGUMENTS_MAX)
      settings->arguments[settings->argument_count++] = path;
   else
      fail("%s: no setting can be called %s here", file, name);
}

static struct settings
read_settings(const char *launcher, const char *folder)
{
   struct settings settings = {0};
   char *path = join(launcher, '.', "launch");
   FILE *file = fopen(path, "r");
   if (!file)
      fail("%s: %s", path, strerror(errno));
   char *line = NULL;
   size_t size = 0;
   for (ssize_t length; (length = getline(&line, &size, file)) > 0;) {
      line[strcspn(line, "\n")] = '\0';
      char *space = strchr(line, ' ');
      if (!space)
         fail("%s: “%s” is no setting", path, line);
      *space = '\0';
      read_setting(&settings, path, line, join(folder, '/', space + 1));
   }
   fclose(file);
   if (!settings.loader || !settings.libraries || !settings.program == !settings.programs)
      fail("%s: it takes a loader, a library, and either a program or programs", path);
   return settings;
}

/* A program's path may hold the sign too, behind a slash. */
static bool
is_assignment(const char *argument)
{
   return argument[strcspn(argument, "=/")] == '=';
}

/* Takes `NAME=VALUE...` off the front of the arguments. Returns how many there were. */
static int
take_environment(int count, char **arguments)
{
   int taken = 0;
   clearenv();
   while (taken < count && is_assignment(arguments[taken]))
      if (putenv(arguments[taken++]) != 0)
         fail("out of memory");
   return taken;
}

int
main(int argc, char **argv)
{
   const char *launcher = own_path();
   char *folder = strdup(launcher);
   if (!folder)
      fail("out of memory");
   *strrchr(folder, '/') = '\0';
   if (strpbrk(folder, ":;"))
      fail("%s: the dynamic loader takes “:” and “;” for ends of a folder's name; move the bundle elsewhere", folder);
   struct settings settings = read_settings(launcher, folder);

   int first = 1;
   char *name = argv[0];
   if (settings.programs) {
      if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0)
         fail("prctl: %s", strerror(errno));
      first += take_environment(argc - 1, argv + 1);
      if (first >= argc)
         fail("usage: %s [NAME=VALUE...] PROGRAM [ARGUMENT...]", argv[0]);
      name = argv[first++];
      settings.program = strchr(name, '/') ? name : join(settings.programs, '/', name);
   }

   const char *more = getenv("LD_LIBRARY_PATH");
   if (more && *more)
      settings.libraries = join(settings.libraries, ':', more);
   const char *start[] = {settings.loader, "--argv0", name, "--library-path", settings.libraries, settings.program};
   const size_t head = sizeof(start) / sizeof(*start);
   const char **command = calloc(head + settings.argument_count + (size_t)(argc - first) + 1, sizeof(*command));
   if (!command)
      fail("out of memory");
   memcpy(command, start, sizeof(start));
   memcpy(command + head, settings.arguments, settings.argument_count * sizeof(*command));
   memcpy(command + head + settings.argument_count, argv + first, (size_t)(argc - first) * sizeof(*command));
   /* execv changes no argument; its type is older than const. */
   execv(settings.loader, (char *const *)(void *)command);
   fail("%s: %s", settings.loader, strerror(errno));
}
