#ifndef SINGLE_H
#define SINGLE_H

#include <stdbool.h>

/*
 * Makes this the only supervisor of a folder. One whose runner lost it, and that does not know so yet, is told to end
 * and waited for, and killed where that is of no use. Returns false where the folder cannot be had.
 */
bool become_the_only_one(const char *base);

#endif
