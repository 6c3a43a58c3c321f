import type { HostRecipe } from '../../runner/stack/recipe.ts';

export const hostForky: HostRecipe = {
  release: 'forky',
  packages: [
    { name: 'qemu-system-arm', why: 'the VMM of arm64 guests' },
    { name: 'qemu-system-x86', why: 'the VMM of x86_64 guests' },
    { name: 'qemu-system-modules-opengl', why: 'virtio-gpu-gl-pci' },
    { name: 'qemu-system-gui', why: 'the SDL display, whose offscreen driver needs no render node' },
    { name: 'virgl-server', why: 'virgl_render_server' },
    { name: 'mesa-vulkan-drivers', why: 'lavapipe' },
    { name: 'libegl1', why: 'GL context of the display' },
    { name: 'libegl-mesa0', why: 'GL context of the display' },
    { name: 'libgl1-mesa-dri', why: 'GL context of the display' },
    { name: 'libgbm1', why: 'virglrenderer' },
    { name: 'vulkan-tools', why: 'vulkaninfo on the host driver: the baseline' },
    { name: 'libvulkan-dev', why: 'headers and loader for the probes of the target host' },
  ],
  paths: {
    renderServer: '/usr/libexec/virgl_render_server',
    vulkanDriver: '/usr/share/vulkan/icd.d/lvp_icd.json',
  },
};
