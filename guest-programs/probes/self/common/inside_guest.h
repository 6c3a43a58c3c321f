/* These programs would harm a machine that somebody uses. */
#ifndef INSIDE_GUEST_H
#define INSIDE_GUEST_H

/* Skips the probe unless this is a guest that was booted for a run and ends with it. */
void require_guest(void);

#endif
