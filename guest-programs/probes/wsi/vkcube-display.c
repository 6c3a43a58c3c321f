/*
 * The real vkcube on the display without a window system. It takes what VK_KHR_display lists and acquires nothing
 * itself, so it needs a driver that knows the card.
 */
#include "child.h"
#include "device.h"

#define FRAMES "3"
/* Below the probe's alarm, so that a vkcube that hangs is told as such. */
#define VKCUBE_MS 12000u

static void
run(void)
{
   char path[4096];
   if (!find_program("vkcube", path, sizeof(path)))
      skip_probe("vkcube is not installed.");
   if (!instance_has_extension(VK_KHR_DISPLAY_EXTENSION_NAME))
      skip_probe("The instance does not offer VK_KHR_display.");
   const char *arguments[] = {"vkcube", "--wsi", "display", "--c", FRAMES, NULL};
   const pid_t vkcube = start_child(path, arguments, -1);
   int status = 0;
   const bool ended = wait_child(vkcube, VKCUBE_MS, &status);
   if (!ended)
      stop_child(vkcube);
   must(check("vkcube ends", ended, "it still ran after %u s", VKCUBE_MS / 1000));
   check_values("vkcube's exit", status == 0, "exit status 0", describe_status(status), NULL);
}

const struct probe this_probe = {
   .id = "wsi/vkcube-display",
   .title = "The real vkcube draws " FRAMES " frames on the display",
   .run = run,
};
