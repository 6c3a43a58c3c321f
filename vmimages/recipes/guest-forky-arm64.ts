import type { GuestRecipe } from '../../runner/stack/recipe.ts';

const gnuArch = 'aarch64-linux-gnu';
const libraries = `usr/lib/${gnuArch}`;

export const guestForkyArm64: GuestRecipe = {
  release: 'forky',
  arch: 'arm64',
  debianArch: 'arm64',
  gnuArch,
  kernels: [
    { kernel: 'arm64-16k', package: 'linux-image-arm64-16k', versionSuffix: '-arm64-16k' },
    { kernel: 'arm64', package: 'linux-image-arm64', versionSuffix: '-arm64' },
  ],
  packages: [
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
  ],
  programs: [
    { path: 'usr/bin/busybox', why: 'the shell and every small tool' },
    { path: 'usr/sbin/dropbear', why: 'the ssh server' },
    { path: 'usr/bin/vulkaninfo', why: 'the Venus stage of the boot, and people' },
    { path: 'usr/bin/vkcube', why: 'the real program of wsi/vkcube-frame' },
    { path: 'usr/bin/Xvfb', why: 'the X server that vkcube presents to' },
    { path: 'usr/bin/xkbcomp', why: 'Xvfb runs it for its keymap and stops without' },
  ],
  runtimeLibraries: [
    { path: `${libraries}/libvulkan.so.1`, why: 'vulkaninfo, vkcube and the probes open it' },
    { path: `${libraries}/libvulkan_virtio.so`, why: 'Venus: named by its ICD manifest' },
    { path: `${libraries}/libVkLayer_MESA_screenshot.so`, why: 'captures exact frames: named by its manifest' },
    { path: `${libraries}/libxcb.so.1`, why: 'vkcube opens it for --wsi xcb' },
    { path: `${libraries}/libX11.so.6`, why: 'vkcube opens it for --wsi xlib' },
    { path: `${libraries}/libwayland-client.so.0`, why: 'vkcube opens it for --wsi wayland' },
    { path: `${libraries}/libgcc_s.so.1`, why: 'glibc opens it when a thread is cancelled' },
  ],
  data: [
    { path: 'usr/share/vulkan/icd.d/virtio_icd.json', why: 'Venus alone: another driver could stand in for it unseen' },
    { path: 'usr/share/vulkan/explicit_layer.d/VkLayer_MESA_screenshot.json', why: 'the screenshot layer' },
    { path: 'usr/share/X11/xkb', why: 'where Xvfb looks for keymaps: a link in newer releases' },
    { path: 'usr/share/xkeyboard-config-2/compat', why: 'keymap of Xvfb' },
    { path: 'usr/share/xkeyboard-config-2/geometry/pc', why: 'keymap of Xvfb' },
    { path: 'usr/share/xkeyboard-config-2/keycodes', why: 'keymap of Xvfb' },
    { path: 'usr/share/xkeyboard-config-2/rules/evdev', why: 'keymap of Xvfb' },
    { path: 'usr/share/xkeyboard-config-2/rules/base', why: 'keymap of Xvfb' },
    { path: 'usr/share/xkeyboard-config-2/types', why: 'keymap of Xvfb' },
    { path: 'usr/share/xkeyboard-config-2/symbols/pc', why: 'keymap of Xvfb' },
    { path: 'usr/share/xkeyboard-config-2/symbols/us', why: 'keymap of Xvfb' },
    { path: 'usr/share/xkeyboard-config-2/symbols/inet', why: 'keymap of Xvfb' },
    { path: 'usr/share/xkeyboard-config-2/symbols/srvr_ctrl', why: 'keymap of Xvfb' },
    { path: 'usr/share/xkeyboard-config-2/symbols/keypad', why: 'keymap of Xvfb' },
    { path: 'usr/share/xkeyboard-config-2/symbols/altwin', why: 'keymap of Xvfb' },
  ],
  modules: { network: ['virtio_net'], gpu: ['virtio_gpu'] },
};
