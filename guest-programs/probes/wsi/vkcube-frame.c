/*
 * The real vkcube draws on an X server and one exact frame of it is kept. Mesa's screenshot layer copies the frame
 * between its drawing and its presentation: reading the X server's framebuffer while vkcube runs would tear.
 *
 * The suite runs it with VN_PERF=no_async_present. The layer seems to destroy its semaphore as soon as vkQueuePresentKHR has
 * returned; Venus by default presents from a thread of its own after that, and the renderer then looks up a semaphore
 * that is gone, sets the ring fatal, and vkcube aborts: about one run in seven.
 *
 * vkcube draws until the picture is whole, and is ended then. Left to end by itself after some frames, it unloads the
 * layer while the layer's own thread may still write the picture, and crashes in code that is no longer there: one run
 * in some fifty on a busy machine.
 */
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "child.h"
#include "output_file.h"
#include "probe.h"

#define FRAME "5"
/* More than it draws in its time. */
#define FRAMES_DRAWN "1000000"
#define LAYER "VK_LAYER_MESA_screenshot"
#define LAYER_MANIFEST "explicit_layer.d/VkLayer_MESA_screenshot.json"
#define SERVER_MS 8000
/* Below the probe's alarm, so that a vkcube that hangs is told as such. */
#define VKCUBE_MS 12000u
#define POLL_MS 50u

static void
require_layer(void)
{
   const char *folders[] = {"/usr/share/vulkan/", "/usr/local/share/vulkan/", "/etc/vulkan/"};
   for (unsigned i = 0; i < 3; i++) {
      char path[256];
      snprintf(path, sizeof(path), "%s" LAYER_MANIFEST, folders[i]);
      if (access(path, R_OK) == 0)
         return;
   }
   skip_probe("The layer " LAYER " is not installed.");
}

/*
 * Reads the display's number, a line that Xvfb writes once it takes clients. It must be read to the newline: the server
 * writes in two parts and ends where the second finds no reader. Returns false on a time-out or where the server ended.
 */
static bool
read_display_number(int fd, char *number, size_t size)
{
   const double end = seconds_now() + SERVER_MS / 1e3;
   size_t length = 0;
   while (length + 1 < size) {
      struct pollfd answer = {.fd = fd, .events = POLLIN};
      const double left = end - seconds_now();
      if (left <= 0 || poll(&answer, 1, (int)(left * 1e3)) != 1 || read(fd, number + length, 1) != 1)
         return false;
      if (number[length] == '\n') {
         number[length] = '\0';
         return true;
      }
      length++;
   }
   return false;
}

/* Starts Xvfb and puts the display's name in the environment. The server picks a number that is free. */
static pid_t
start_server(const char *path)
{
   int ready[2];
   if (pipe2(ready, O_CLOEXEC) != 0)
      fail_setup("pipe2 failed.");
   char descriptor[16];
   snprintf(descriptor, sizeof(descriptor), "%d", ready[1]);
   const char *arguments[] = {"Xvfb", "-displayfd", descriptor, "-screen", "0", "640x640x24",
                              "-nolisten", "tcp", "-extension", "GLX", NULL};
   const pid_t server = start_child(path, arguments, ready[1]);
   close(ready[1]);

   char number[16];
   if (!read_display_number(ready[0], number, sizeof(number))) {
      stop_child(server);
      fail_setup("Xvfb did not come up within %d s.", SERVER_MS / 1000);
   }
   close(ready[0]);
   char display[24];
   snprintf(display, sizeof(display), ":%s", number);
   setenv("DISPLAY", display, 1);
   return server;
}

static void
prepare_vkcube(void)
{
   char config[4200];
   snprintf(config, sizeof(config), "frames=" FRAME ",output_dir=%s", output_folder());
   setenv("VK_LAYER_MESA_SCREENSHOT_CONFIG", config, 1);
   setenv("VK_INSTANCE_LAYERS", LAYER, 1);
   /* An X server without DRI3, as Xvfb is, shows pictures that come through its shared memory. */
   setenv("MESA_VK_WSI_DEBUG", "sw", 1);
}

/* A PNG that was cut short lacks its last chunk. */
static bool
is_whole_png(const char *path)
{
   static const char last_chunk[] = "IEND\xae\x42\x60\x82";
   char tail[8] = "";
   FILE *file = fopen(path, "rb");
   if (!file)
      return false;
   const bool read = fseek(file, -8, SEEK_END) == 0 && fread(tail, 1, 8, file) == 8;
   fclose(file);
   return read && memcmp(tail, last_chunk, 8) == 0;
}

/* Waits for the whole picture for as long as vkcube runs. Returns whether vkcube still did; else `status` is its end. */
static bool
wait_for_frame(pid_t vkcube, const char *path, int *status)
{
   const double end = seconds_now() + VKCUBE_MS / 1e3;
   while (!is_whole_png(path) && seconds_now() < end) {
      if (wait_child(vkcube, POLL_MS, status))
         return false;
   }
   return !wait_child(vkcube, 0, status);
}

static void
run(void)
{
   char server_path[4096], vkcube_path[4096];
   if (!find_program("Xvfb", server_path, sizeof(server_path)))
      skip_probe("Xvfb is not installed.");
   if (!find_program("vkcube", vkcube_path, sizeof(vkcube_path)))
      skip_probe("vkcube is not installed.");
   require_layer();

   const pid_t server = start_server(server_path);
   prepare_vkcube();
   const char *arguments[] = {"vkcube", "--wsi", "xcb", "--c", FRAMES_DRAWN, NULL};
   const pid_t vkcube = start_child(vkcube_path, arguments, -1);
   char frame[4200];
   snprintf(frame, sizeof(frame), "%s/" FRAME ".png", output_folder());
   int status = 0;
   const bool runs = wait_for_frame(vkcube, frame, &status);
   if (runs)
      stop_child(vkcube);
   stop_child(server);

   must(check_values("vkcube", runs, "draws", runs ? "draws" : describe_status(status), NULL));
   must(check("frame " FRAME, is_whole_png(frame), "the layer left no whole %s within %u s", frame, VKCUBE_MS / 1000));
   emit_file(FRAME ".png", "image/png");
}

const struct probe this_probe = {
   .id = "wsi/vkcube-frame",
   .title = "vkcube draws on an X server, and one exact frame is kept",
   .run = run,
};
