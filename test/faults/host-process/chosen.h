/*
 * A program of the host with one planted fault: a library for LD_PRELOAD that stands in for some of the calls by which
 * QEMU and virgl_render_server ask the C library, and QEMU asks virglrenderer. VENUS_SUITE_FAULT names the fault. Whatever
 * the one starts has the library too, so that each fault asks whose process it is in.
 */
#ifndef CHOSEN_H
#define CHOSEN_H

#include <stdbool.h>

bool in_vmm(const char *fault);
bool in_render_server(const char *fault);

/* The next function of this name, in the C library or, in QEMU, in virglrenderer. */
void *next_function(const char *name);

#define NEXT(function, ...) ((__typeof__(&function))next_function(#function))(__VA_ARGS__)

#endif
