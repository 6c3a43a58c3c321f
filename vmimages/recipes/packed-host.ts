// What a bundle takes of a host stack's tree. What these files need by DT_NEEDED is followed; here stands what that does
// not find: programs, what they load at run time by name, and the data that they read.

import type { GuestArch } from '../../runner/plan/target.ts';
import type { HostRecipe, Reasoned } from '../../runner/stack/recipe.ts';

export interface PackedHostParts {
  /** Programs and libraries, each with what it needs. */
  programs: readonly Reasoned[];
  /** Files and folders copied as they are. */
  data: readonly Reasoned[];
}

export interface PackedHostChoice {
  release: HostRecipe['release'];
  gnuArch: string;
  /** Of the guests that QEMU boots. */
  guests: readonly GuestArch[];
  /** Whether the software drivers come with it, Vulkan's and OpenGL's: half of a bundle. */
  lavapipe: boolean;
}

const QEMU: Readonly<Record<GuestArch, Reasoned>> = {
  arm64: { path: 'usr/bin/qemu-system-aarch64', why: 'the VMM of arm64 guests' },
  x86_64: { path: 'usr/bin/qemu-system-x86_64', why: 'the VMM of x86_64 guests' },
};

/** An arm64 machine of type virt that boots a kernel reads none: it makes its device tree itself. */
const FIRMWARE: Readonly<Record<GuestArch, readonly Reasoned[]>> = {
  arm64: [],
  x86_64: [
    { path: 'usr/share/seabios/bios-256k.bin', why: 'the firmware of the machine q35' },
    { path: 'usr/share/qemu/linuxboot_dma.bin', why: 'starts the kernel that -kernel names' },
    { path: 'usr/share/qemu/kvmvapic.bin', why: 'the local APIC of an x86 machine asks for it' },
  ],
};

function modules(libraries: string): Reasoned[] {
  const module = (name: string, why: string): Reasoned => ({ path: `${libraries}/qemu/${name}.so`, why });
  return [
    module('hw-display-virtio-gpu', 'QEMU loads it for the device virtio-gpu'),
    module('hw-display-virtio-gpu-gl', 'its OpenGL half, which talks to virglrenderer'),
    module('hw-display-virtio-gpu-pci', 'the device as a PCI function'),
    module('hw-display-virtio-gpu-pci-gl', 'the device virtio-gpu-gl-pci'),
    module('ui-opengl', 'QEMU loads it before any display with gl=on'),
    module('ui-sdl', 'QEMU loads it for -display sdl'),
  ];
}

function openedByName(libraries: string, release: HostRecipe['release']): Reasoned[] {
  const library = (name: string, why: string): Reasoned => ({ path: `${libraries}/${name}`, why });
  return [
    ...(release === 'trixie' ? [] : [library('libSDL3.so.0', 'SDL2 is a shim here: libSDL2 opens it')]),
    library('libEGL.so.1', 'SDL and libepoxy open it for the context of the display'),
    library('libGL.so.1', 'SDL and libepoxy open it for the functions of OpenGL'),
    library('libGLX.so.0', 'libepoxy and vendor drivers open it'),
    library('libvulkan.so.1', 'virgl_render_server opens it; the host’s probes need it'),
    library('libX11.so.6', 'vendor drivers open it'),
    library('libXext.so.6', 'vendor drivers open it'),
    library('libxcb.so.1', 'vendor drivers open it'),
    library('libxcb-glx.so.0', 'vendor drivers open it'),
    library('libgcc_s.so.1', 'glibc opens it when a thread is cancelled'),
    library('libdl.so.2', 'an empty shell since glibc 2.34; vendor drivers still need it by name'),
    library('libpthread.so.0', 'the same'),
    library('librt.so.1', 'the same'),
    library('libm.so.6', 'vendor drivers need it'),
  ];
}

function lavapipe(libraries: string): PackedHostParts {
  return {
    programs: [
      { path: `${libraries}/libvulkan_lvp.so`, why: 'lavapipe: named by its manifest' },
      { path: `${libraries}/libEGL_mesa.so.0`, why: 'OpenGL without a GPU, for QEMU’s display: named by its manifest' },
    ],
    data: [
      { path: 'usr/share/vulkan/icd.d/lvp_icd.json', why: 'by which the Vulkan loader finds lavapipe' },
      { path: 'usr/share/glvnd/egl_vendor.d/50_mesa.json', why: 'by which libEGL finds Mesa' },
      { path: 'usr/share/drirc.d/00-mesa-defaults.conf', why: 'Mesa reads it; the machine’s could be another Mesa’s' },
    ],
  };
}

/** What is taken of a tree, for these guests. */
export function packedHost({ release, gnuArch, guests, lavapipe: software }: PackedHostChoice): PackedHostParts {
  const libraries = `usr/lib/${gnuArch}`;
  const drivers = software ? lavapipe(libraries) : { programs: [], data: [] };
  const vmm: PackedHostParts =
    guests.length === 0
      ? { programs: [], data: [] }
      : {
          programs: [
            ...guests.map((arch) => QEMU[arch]),
            ...modules(libraries),
            { path: 'usr/libexec/virgl_render_server', why: 'virglrenderer starts it for Venus' },
          ],
          data: guests.flatMap((arch) => FIRMWARE[arch]),
        };
  return {
    programs: [...vmm.programs, ...openedByName(libraries, release), ...drivers.programs],
    data: [...vmm.data, ...drivers.data],
  };
}
