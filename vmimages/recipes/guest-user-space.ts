import type { GuestRecipe, Reasoned } from '../../runner/stack/recipe.ts';

/** What all guests have in their user space; releases differ in where their packages put it. */
export const guestPackages: readonly string[] = [
  'busybox-static',
  'dropbear-bin',
  'libc6',
  'mesa-vulkan-drivers',
  'vulkan-tools',
  'libvulkan-dev',
  'xvfb',
  'x11-xkb-utils',
  'xkb-data',
  'libxcb1',
  'libx11-6',
  'libwayland-client0',
];

export const guestPrograms: readonly Reasoned[] = [
  { path: 'usr/bin/busybox', why: 'the shell and every small tool' },
  { path: 'usr/sbin/dropbear', why: 'the ssh server' },
  { path: 'usr/bin/vulkaninfo', why: 'the Venus stage of the boot, and people' },
  { path: 'usr/bin/vkcube', why: 'the real program of wsi/vkcube-frame' },
  { path: 'usr/bin/Xvfb', why: 'the X server that vkcube presents to' },
  { path: 'usr/bin/xkbcomp', why: 'Xvfb runs it for its keymap and stops without' },
];

/** Since Mesa 25.2; older releases leave both parts out. */
export const screenshotLayer = {
  library: (gnuArch: GuestRecipe['gnuArch']): Reasoned => ({
    path: `usr/lib/${gnuArch}/libVkLayer_MESA_screenshot.so`,
    why: 'captures exact frames: named by its manifest',
  }),
  manifest: {
    path: 'usr/share/vulkan/explicit_layer.d/VkLayer_MESA_screenshot.json',
    why: 'the screenshot layer',
  },
} as const;

/** @param layers libraries of Vulkan layers that the release has. */
export function guestLibraries(gnuArch: GuestRecipe['gnuArch'], layers: readonly Reasoned[]): Reasoned[] {
  const libraries = `usr/lib/${gnuArch}`;
  return [
    { path: `${libraries}/libvulkan.so.1`, why: 'vulkaninfo, vkcube and the probes open it' },
    { path: `${libraries}/libvulkan_virtio.so`, why: 'Venus: named by its ICD manifest' },
    ...layers,
    { path: `${libraries}/libxcb.so.1`, why: 'vkcube opens it for --wsi xcb' },
    { path: `${libraries}/libX11.so.6`, why: 'vkcube opens it for --wsi xlib' },
    { path: `${libraries}/libwayland-client.so.0`, why: 'vkcube opens it for --wsi wayland' },
    { path: `${libraries}/libgcc_s.so.1`, why: 'glibc opens it when a thread is cancelled' },
  ];
}

export const venusManifest: Reasoned = {
  path: 'usr/share/vulkan/icd.d/virtio_icd.json',
  why: 'Venus alone: another driver could stand in for it unseen',
};

const KEYMAP_PARTS = [
  'compat',
  'geometry/pc',
  'keycodes',
  'rules/evdev',
  'rules/base',
  'types',
  'symbols/pc',
  'symbols/us',
  'symbols/inet',
  'symbols/srvr_ctrl',
  'symbols/keypad',
  'symbols/altwin',
] as const;

/** The parts of xkb-data that Xvfb's one keymap is made of: all of it would be the largest thing in the image. */
export function keymaps(folder: string): Reasoned[] {
  return KEYMAP_PARTS.map((part) => ({ path: `${folder}/${part}`, why: 'keymap of Xvfb' }));
}
