import type { Component } from '../judge/symptoms/symptom.ts';
import type { Outcome } from '../plan/outcome.ts';

/** What a run's stack must be for a difference to be known there. */
export interface StackTrait {
  accelerator?: string;
  hostDriver?: RegExp;
  guestMesa?: RegExp;
  /** Its blobs begin between multiples of 16 KiB: smaller guest pages, or drm/blob-placement saw it. */
  blobsBelow16KiB?: true;
}

/** A difference between two stacks that is known beforehand. It applies where one of them has the trait and the other has not. */
export interface ExpectedDifference {
  id: string;
  /** Why they differ, as a sentence without a full stop. */
  title: string;
  component: Component;
  /** Of the side that is worse off. */
  trait: StackTrait;
  /** Globs over case ids. */
  cases: readonly string[];
  /** Of the side that is worse off. */
  outcomes: readonly Outcome[];
  /** What its message says; any message without it. */
  message?: RegExp;
  /** True where such a stack cannot do better, so that nobody is to blame; else the cause is known and to be mended. */
  inherent: boolean;
}

/** What needs a window system, and what hands fences and semaphores on as files. */
const OF_A_WINDOW_SYSTEM = ['wsi/*', 'perf/present-rate', 'protocol/device-swapchain'] as const;
const OF_SYNC_FILES = [...OF_A_WINDOW_SYSTEM, 'sync/external-*', 'sync/sync-file-latency'] as const;
const SYNC_FILES = /VK_KHR_(swapchain|display|external_(fence|semaphore)_fd)|sync_?fd|sync files|screenshot/i;

const FEATURES_OF_METAL =
  /geometry ?shader|pipeline ?statistics|sparse|transform ?feedback|null ?descriptor|has one queue only|one queue a family/i;

/** Every difference that is known beforehand; the first that applies counts. */
export const expectedDifferences: readonly ExpectedDifference[] = [
  {
    id: 'blob-placement',
    title: 'blobs start between multiples of 16 KiB, which the guest kernel’s pages decide',
    component: 'guest-kernel',
    trait: { blobsBelow16KiB: true },
    cases: ['drm/blob-placement'],
    outcomes: ['fail'],
    inherent: false,
  },
  {
    id: 'alignment-16k',
    title:
      '16 KiB alignment: a blob that is not aligned to the host’s pages becomes MMIO under HVF, where TCG maps it; use a guest kernel with 16 KiB pages',
    component: 'guest-kernel',
    trait: { accelerator: 'hvf', blobsBelow16KiB: true },
    cases: ['**'],
    outcomes: ['timeout', 'lost', 'crash', 'fail'],
    inherent: false,
  },
  {
    id: 'metal-features',
    title: 'MoltenVK does not have the feature: one queue a family, no geometry shaders, sparse resources and the like',
    component: 'host-driver',
    trait: { hostDriver: /MoltenVK/i },
    cases: ['**'],
    outcomes: ['skip'],
    message: FEATURES_OF_METAL,
    inherent: true,
  },
  {
    id: 'metal-sync-fd',
    title: 'MoltenVK has no sync files, which a window system needs',
    component: 'host-driver',
    trait: { hostDriver: /MoltenVK/i },
    cases: OF_SYNC_FILES,
    outcomes: ['skip', 'fail'],
    message: SYNC_FILES,
    inherent: true,
  },
  {
    id: 'nvidia-sync-fd',
    title:
      'NVIDIA’s driver imports no semaphore and exports no fence as sync_fd, and without these Venus offers no window system',
    component: 'host-driver',
    trait: { hostDriver: /NVIDIA/ },
    cases: ['wsi/*', 'sync/*', 'protocol/device-swapchain', 'perf/present-rate'],
    outcomes: ['skip', 'fail'],
    message: /VK_KHR_(swapchain|external_(semaphore|fence)_fd)|sync files|vkcube: expected draws/,
    inherent: true,
  },
  {
    id: 'nvidia-dma-buf',
    title: 'NVIDIA’s driver exports dma-bufs only on a machine with a DRM device, and by these Venus passes memory on',
    component: 'host-driver',
    trait: { hostDriver: /NVIDIA/ },
    cases: ['protocol/external-memory-fd', 'memory/export-dma-buf', 'memory/import-back'],
    outcomes: ['skip'],
    inherent: true,
  },
  {
    id: 'no-pci-bus-info',
    title:
      'without external memory Venus offers no VK_EXT_pci_bus_info, so that its window system takes the guest’s card for another device’s',
    component: 'guest-driver',
    trait: { hostDriver: /NVIDIA|MoltenVK/i },
    cases: ['wsi/display-*'],
    outcomes: ['fail'],
    message: /vkGetDrmDisplayEXT: expected VK_SUCCESS, got VK_ERROR_UNKNOWN/,
    inherent: false,
  },
  {
    id: 'old-venus-window-system',
    title: 'Venus before Mesa 26 has no display, and over lavapipe no swapchain',
    component: 'guest-driver',
    trait: { guestMesa: /^(1\d|2[0-5])\./ },
    cases: OF_A_WINDOW_SYSTEM,
    outcomes: ['skip', 'fail'],
    message: SYNC_FILES,
    inherent: false,
  },
  {
    id: 'old-lavapipe-sync-fd',
    title: 'lavapipe before Mesa 26 has no sync files, which a window system needs',
    component: 'host-driver',
    trait: { hostDriver: /lavapipe (1\d|2[0-5])\./ },
    cases: OF_SYNC_FILES,
    outcomes: ['skip', 'fail'],
    message: SYNC_FILES,
    inherent: false,
  },
  {
    id: 'emulation-is-slow',
    title: 'emulation is slower: raise the target’s timeScale before looking further',
    component: 'configuration',
    trait: { accelerator: 'tcg' },
    cases: ['**'],
    outcomes: ['timeout'],
    inherent: false,
  },
];
