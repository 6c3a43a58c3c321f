import type { Suite } from '../runner/plan/case.ts';

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
      name: 'vkcube-frame',
      title: 'The real vkcube draws on an X server, and one exact frame is right',
      catches: 'a renderer that passes small probes and fails an application',
      needs: ['vm'],
      // The screenshot layer's semaphore is gone before an asynchronous present has used it: see the program's head.
      env: { VN_PERF: 'no_async_present' },
      golden: 'image',
      timeoutS: 30,
    },
  ],
};
