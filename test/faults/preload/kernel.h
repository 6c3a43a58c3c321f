/* What the parts of the library that stands in for the guest's kernel share. */
#ifndef KERNEL_H
#define KERNEL_H

#include <stdbool.h>

typedef int (*ioctl_function)(int fd, unsigned long request, void *argument);

/* A fault of one call; each list of them ends with an entry without a name. */
struct kernel_fault {
   const char *name;
   ioctl_function function;
};

/* The real ioctl. */
int kernel(int fd, unsigned long request, void *argument);

/* -1, with errno. */
int refuse(int error);

bool is_chosen(const char *fault);

#endif
