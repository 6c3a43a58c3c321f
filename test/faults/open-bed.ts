import { join } from 'node:path';
import { hostUnder } from '../../runner/plan/baseline.ts';
import { loadExpectations } from '../../runner/plan/expectations.ts';
import { shippedTargets } from '../../vmimages/targets/index.ts';
import { vulkanHeaders } from '../e2e/headers.ts';
import { Bed } from './bed.ts';
import { target } from './bench-target.ts';
import { buildFaultLayer, buildGuestParts } from './build-parts.ts';

/** Builds what the faults of calls are made of. @returns the absolute paths of the host's layer and of the guest's overlay. */
export async function buildParts(folder: string): Promise<{ layer: string; overlay: string }> {
  const headers = await vulkanHeaders();
  const [layer, overlay] = await Promise.all([
    buildFaultLayer(join(folder, 'layer'), headers),
    buildGuestParts(join(folder, 'overlay'), headers),
  ]);
  return { layer, overlay };
}

/**
 * Builds what the faults are made of, and a bed for them. Nothing boots yet.
 * @param folder for the layers, and for the logs and files of each VM.
 */
export async function openBed(folder: string, signal: AbortSignal, note: (line: string) => void): Promise<Bed> {
  const { layer, overlay } = await buildParts(folder);
  const host = hostUnder(target, shippedTargets);
  return new Bed({
    target,
    expectations: loadExpectations(target, shippedTargets),
    host: { target: host, expectations: loadExpectations(host, shippedTargets) },
    folder,
    layer,
    overlay,
    signal,
    note,
  });
}
