import { guestKernelEnv, guestLibraryEnv } from '../build-parts.ts';
import { FIRST, type StackFault } from './stack-fault.ts';

/** How the guest was set up: its kernel's command line, and what its shell exports and allows. */
export const guestSetUp: readonly StackFault[] = [
  {
    name: 'modeset-forbidden',
    title: "The guest's kernel is told nomodeset",
    kind: 'guest-environment',
    query: FIRST,
    truth: { component: 'configuration', causes: ['gpu-driver-absent'] },
    target: (target) => ({ ...target, kernelArgs: [...(target.kernelArgs ?? []), 'nomodeset'] }),
  },
  {
    name: 'connector-forbidden',
    title: "The guest's kernel is told that nothing is connected (video=Virtual-1:d)",
    kind: 'guest-environment',
    query: ['drm/kms-dumb', 'wsi/display-acquire'],
    truth: { component: 'configuration', causes: ['connector-off'] },
    target: (target) => ({ ...target, kernelArgs: [...(target.kernelArgs ?? []), 'video=Virtual-1:d'] }),
  },
  {
    name: 'guest-libdrm-old',
    title: 'LD_LIBRARY_PATH in the guest leads to a libdrm that lacks what Venus calls',
    kind: 'guest-environment',
    query: FIRST,
    truth: { component: 'configuration', causes: ['guest-driver-not-found'] },
    stack: (parts) => ({ overlay: parts.overlay, guestEnv: guestLibraryEnv }),
  },
  {
    name: 'guest-driver-filtered-out',
    title: 'VK_LOADER_DRIVERS_SELECT in the guest asks for another driver than Venus',
    kind: 'guest-environment',
    query: FIRST,
    truth: { component: 'configuration', causes: ['guest-driver-not-found'] },
    stack: () => ({ guestEnv: { VK_LOADER_DRIVERS_SELECT: '*radeon*' } }),
  },
  {
    name: 'guest-version-overridden',
    title: 'MESA_VK_VERSION_OVERRIDE in the guest is 1.0',
    kind: 'guest-environment',
    query: ['protocol/api-version', 'protocol/extensions', 'protocol/features-limits', 'compute/subgroup'],
    truth: { component: 'configuration', causes: ['setting-breaks', 'not-handed-on'] },
    stack: () => ({ guestEnv: { MESA_VK_VERSION_OVERRIDE: '1.0' } }),
  },
  {
    name: 'guest-descriptors-few',
    title: 'A program in the guest may have sixteen descriptors (ulimit -n)',
    kind: 'guest-environment',
    query: ['protocol/instance', 'lifecycle/many-contexts', 'memory/allocation-count'],
    truth: { component: 'configuration', causes: ['descriptors-leak', 'set-up-failed'] },
    stack: (parts) => ({ overlay: parts.overlay, guestEnv: guestKernelEnv('guest-descriptors-few') }),
  },
];
