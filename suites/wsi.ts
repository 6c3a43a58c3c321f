import type { Suite } from '../runner/plan/case.ts';
import { cutOff } from './cut-off.ts';

/** Images in plain memory, which every host can show to a guest: that an image can be exported is display-present's matter. */
const plainImages = { MESA_VK_WSI_DEBUG: 'sw' };

/**
 * What is logged where the render server's worker dies while it exports an image: see docs/known-failures.md. Each
 * command after the refused blob names a resource that was never made.
 */
const refusedBlob = [
  'response 0x1200 \\(command 0x10c\\)',
  'response 0x1203 \\(command 0x(102|208|209)\\)',
  'ctrl 0x10c, error 0x1200',
  'ctrl 0x(102|208|209), error 0x1203',
  'proxy: failed to receive message',
];

export const wsi: Suite = {
  area: 'wsi',
  title: 'Swapchains and displays',
  cases: [
    {
      name: 'swapchain-advertised',
      title: 'The device offers VK_KHR_swapchain and can be made with it',
      catches: 'a missing swapchain (no importable sync_fd on the host); the assertion semaphore_importable',
      needs: ['vm'],
    },
    {
      name: 'display-enumerate',
      title: 'VK_KHR_display lists at least one display without anything being acquired',
      catches: 'a window system layer that was given no DRM descriptor',
      needs: ['vm'],
    },
    {
      name: 'display-acquire',
      title: 'vkAcquireDrmDisplayEXT on the card gives a display with modes',
      catches: 'a card without a connector, or a display that cannot be leased',
      needs: ['vm'],
    },
    {
      name: 'headless-present',
      title: 'Three hundred frames on a headless surface are presented, each with its own colour',
      catches: 'images that are handed out too early, presents that stall or leak',
      env: plainImages,
    },
    {
      name: 'surface-resize',
      title: 'Swapchains of other sizes replace each other while frames are under way',
      catches: 'a swapchain that keeps its first size, or is freed while it is in use',
      env: plainImages,
    },
    {
      name: 'present-sync',
      title: 'Images are handed out once, in time, and come back after their presentation',
      catches: 'an acquisition that never signals, or that blocks where it must not',
      env: plainImages,
    },
    {
      name: 'display-present',
      title: "A swapchain on the card's display presents frames",
      catches: 'a swapchain whose images the host cannot export, or cannot scan out',
      needs: ['vm'],
      expectedLog: refusedBlob,
    },
    {
      name: 'vkcube-frame',
      title: 'The real vkcube draws on an X server, and one exact frame is right',
      catches: 'a renderer that passes small probes and fails an application',
      needs: ['vm'],
      // The screenshot layer's semaphore is gone before an asynchronous present has used it: see the program's head.
      env: { VN_PERF: 'no_async_present' },
      // It is ended while it draws.
      expectedLog: cutOff,
      golden: 'image',
      timeoutS: 30,
    },
    {
      name: 'vkcube-display',
      title: 'The real vkcube draws 3 frames on the display',
      catches: 'displays that an application cannot find; a scanout that ends the application',
      needs: ['vm'],
      timeoutS: 30,
    },
  ],
};
