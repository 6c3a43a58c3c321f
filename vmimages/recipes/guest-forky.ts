import type { GuestRecipe } from '../../runner/stack/recipe.ts';
import {
  guestLibraries,
  guestPackages,
  guestPrograms,
  keymaps,
  screenshotLayer,
  venusManifest,
} from './guest-user-space.ts';

/** Debian forky: Mesa 26.1, kernel 7.2. */
export const guestForkyArm64: GuestRecipe = {
  release: 'forky',
  arch: 'arm64',
  debianArch: 'arm64',
  gnuArch: 'aarch64-linux-gnu',
  kernels: [
    { kernel: 'arm64-16k', package: 'linux-image-arm64-16k', versionSuffix: '-arm64-16k' },
    { kernel: 'arm64', package: 'linux-image-arm64', versionSuffix: '-arm64' },
  ],
  packages: guestPackages,
  programs: guestPrograms,
  runtimeLibraries: guestLibraries('aarch64-linux-gnu', [screenshotLayer.library('aarch64-linux-gnu')]),
  data: [
    venusManifest,
    screenshotLayer.manifest,
    { path: 'usr/share/X11/xkb', why: 'where Xvfb looks for keymaps: a link in newer releases' },
    ...keymaps('usr/share/xkeyboard-config-2'),
  ],
  modules: { network: ['virtio_net'], gpu: ['virtio_gpu'] },
  sizes: { download: '350 MB', building: '1 GB', after: '130 MB' },
};

export const guestForkyAmd64: GuestRecipe = {
  ...guestForkyArm64,
  arch: 'x86_64',
  debianArch: 'amd64',
  gnuArch: 'x86_64-linux-gnu',
  kernels: [{ kernel: 'amd64', package: 'linux-image-amd64', versionSuffix: '-amd64' }],
  runtimeLibraries: guestLibraries('x86_64-linux-gnu', [screenshotLayer.library('x86_64-linux-gnu')]),
  sizes: { download: '230 MB', building: '1 GB', after: '50 MB' },
};
