/* The folder that a probe runs in: empty at its start, gone after its end. */
#ifndef WORK_FOLDER_H
#define WORK_FOLDER_H

#include <stdbool.h>

/* Makes it below `base`, empty. Returns false where that is impossible. */
bool work_folder_make(const char *base);

/* Removes it with all that a probe left in it; links are removed, not followed. */
void work_folder_remove(void);

const char *work_folder_path(void);

#endif
