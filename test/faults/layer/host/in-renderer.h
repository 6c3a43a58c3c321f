/* Whose doing a fault is: the renderer's, where the same driver serves a program without a renderer above it right. */
#ifndef IN_RENDERER_H
#define IN_RENDERER_H

#include <errno.h>
#include <stdbool.h>
#include <string.h>

/* In the render server or one of its workers, and not in a probe without a VM. */
static inline bool
in_renderer(void)
{
   return strncmp(program_invocation_short_name, "virgl_render", 12) == 0;
}

#endif
