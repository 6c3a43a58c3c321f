/*
 * Fresh memory holds nothing of an earlier process: one process writes a mark all over memory of each kind and ends,
 * the next one looks for it. Only the mark is looked for, because the specification does not promise zeros.
 */
#include <stdlib.h>
#include <unistd.h>

#include "child.h"
#include "mapping.h"

#define MARK UINT32_C(0x5ec7e7ed)
#define SIZE ((size_t)1 << 20)
#define PIECES 4u
#define CHILD_MS 10000u

/* Maps memory of each type that can be mapped; calls visit for each piece. Returns what the visits add up to. */
static size_t
visit_memory(const struct device *device, size_t (*visit)(uint32_t *words))
{
   struct mapping pieces[VK_MAX_MEMORY_TYPES * PIECES];
   uint32_t count = 0;
   size_t sum = 0;
   for (uint32_t type = 0; type < device->memory.memoryTypeCount; type++) {
      for (uint32_t i = 0; i < PIECES && type_is_mappable(device, type); i++)
         pieces[count++] = create_mapping(device, SIZE, type);
   }
   for (uint32_t i = 0; i < count; i++) {
      invalidate_mapping(device, &pieces[i]);
      sum += visit((uint32_t *)(void *)pieces[i].bytes);
      flush_mapping(device, &pieces[i]);
   }
   while (count > 0)
      destroy_mapping(device, &pieces[--count]);
   return sum;
}

static size_t
write_marks(uint32_t *words)
{
   for (size_t i = 0; i < SIZE / 4; i++)
      words[i] = MARK;
   return SIZE / 4;
}

static size_t
count_marks(uint32_t *words)
{
   size_t marks = 0;
   for (size_t i = 0; i < SIZE / 4; i++)
      marks += words[i] == MARK;
   return marks;
}

/* The work of the process before. What it has to say goes to stderr: the protocol is its parent's. */
static _Noreturn void
be_earlier_process(void)
{
   const char *protocol = getenv("VENUS_SUITE_FD");
   dup2(STDERR_FILENO, protocol ? (int)strtol(protocol, NULL, 10) : STDOUT_FILENO);
   struct device device = open_device();
   const size_t marks = visit_memory(&device, write_marks);
   close_device(&device);
   _exit(marks > 0 ? EXIT_SUCCESS : EXIT_FAILURE);
}

static void
run(void)
{
   const pid_t earlier = fork();
   if (earlier < 0)
      fail_setup("fork failed.");
   if (earlier == 0)
      be_earlier_process();
   int status;
   if (!wait_child(earlier, CHILD_MS, &status)) {
      stop_child(earlier);
      fail_setup("The process that leaves the marks did not end within %u s.", CHILD_MS / 1000);
   }
   if (status != 0)
      fail_setup("The process that leaves the marks ended with %s.", describe_status(status));

   struct device device = open_device();
   const size_t marks = visit_memory(&device, count_marks);
   check("nothing of an earlier process", marks == 0, "%zu words of fresh memory are its mark", marks);
   /* The search itself finds a mark where one is. */
   uint32_t *sample = malloc(SIZE);
   const size_t written = write_marks(sample);
   check_number("marks in marked memory", written, count_marks(sample));
   free(sample);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "memory/zeroed",
   .title = "Fresh memory holds nothing that an earlier process wrote",
   .run = run,
};
