import type { Cause } from '../cause.ts';
import { blobOff } from './blob-off.ts';
import { blobsAt4k } from './blobs-at-4k.ts';
import { connectorOff } from './connector-off.ts';
import { contextFatal } from './context-fatal.ts';
import { descriptorsLeak } from './descriptors-leak.ts';
import { dmaBufOnMetal } from './dma-buf-on-metal.ts';
import { feedbackLost } from './feedback-lost.ts';
import { goldenUnusable } from './golden-unusable.ts';
import { gpuDriverAbsent } from './gpu-driver-absent.ts';
import { guestDriverNotFound } from './guest-driver-not-found.ts';
import { guestPanic } from './guest-panic.ts';
import { guestSilent } from './guest-silent.ts';
import { halfASwapchain } from './half-a-swapchain.ts';
import { hostCrashes } from './host-crashes.ts';
import { hostDeviceLost } from './host-device-lost.ts';
import { hostDriverNotFound } from './host-driver-not-found.ts';
import { hostHangs } from './host-hangs.ts';
import { hostHasNoDevice } from './host-has-no-device.ts';
import { hostLacksFeature } from './host-lacks-feature.ts';
import { hostLimits } from './host-limits.ts';
import { hostRefuses } from './host-refuses.ts';
import { hostWrongResult } from './host-wrong-result.ts';
import { hostmemSmall } from './hostmem-small.ts';
import { hvfAlignment } from './hvf-alignment.ts';
import { invalidUsage } from './invalid-usage.ts';
import { layerNotThere } from './layer-not-there.ts';
import { memoryNotMapped } from './memory-not-mapped.ts';
import { memoryNotShared } from './memory-not-shared.ts';
import { metalCompilerLost } from './metal-compiler-lost.ts';
import { moltenvkError } from './moltenvk-error.ts';
import { noDisplayDescriptor } from './no-display-descriptor.ts';
import { noDri3 } from './no-dri3.ts';
import { noGpu } from './no-gpu.ts';
import { noRenderNode } from './no-render-node.ts';
import { noSwapchain } from './no-swapchain.ts';
import { notHandedOn } from './not-handed-on.ts';
import { oneAccelerator } from './one-accelerator.ts';
import { onlyInTheGuest } from './only-in-the-guest.ts';
import { probeBroken } from './probe-broken.ts';
import { renderNodeDenied } from './render-node-denied.ts';
import { renderServerEnds } from './render-server-ends.ts';
import { renderServerMissing } from './render-server-missing.ts';
import { rendererDied } from './renderer-died.ts';
import { rendererHangs } from './renderer-hangs.ts';
import { rendererWithoutServer } from './renderer-without-server.ts';
import { setUpFailed } from './set-up-failed.ts';
import { settingBreaks } from './setting-breaks.ts';
import { softwareFallback } from './software-fallback.ts';
import { storesUnordered } from './stores-unordered.ts';
import { udmabufAskedFor } from './udmabuf-asked-for.ts';
import { unstable } from './unstable.ts';
import { venusOff } from './venus-off.ts';
import { vmmDied } from './vmm-died.ts';
import { vmmRefuses } from './vmm-refuses.ts';

/** Every cause that a diagnosis can name. Their order says nothing. */
export const causes: readonly Cause[] = [
  blobOff,
  blobsAt4k,
  connectorOff,
  contextFatal,
  descriptorsLeak,
  dmaBufOnMetal,
  feedbackLost,
  goldenUnusable,
  gpuDriverAbsent,
  guestDriverNotFound,
  guestPanic,
  guestSilent,
  halfASwapchain,
  hostCrashes,
  hostDeviceLost,
  hostDriverNotFound,
  hostHangs,
  hostHasNoDevice,
  hostLacksFeature,
  hostLimits,
  hostRefuses,
  hostWrongResult,
  hostmemSmall,
  hvfAlignment,
  invalidUsage,
  layerNotThere,
  memoryNotMapped,
  memoryNotShared,
  metalCompilerLost,
  moltenvkError,
  noDisplayDescriptor,
  noDri3,
  noGpu,
  noRenderNode,
  noSwapchain,
  notHandedOn,
  oneAccelerator,
  onlyInTheGuest,
  probeBroken,
  renderNodeDenied,
  renderServerEnds,
  renderServerMissing,
  rendererDied,
  rendererHangs,
  rendererWithoutServer,
  settingBreaks,
  setUpFailed,
  softwareFallback,
  storesUnordered,
  udmabufAskedFor,
  unstable,
  venusOff,
  vmmDied,
  vmmRefuses,
];
