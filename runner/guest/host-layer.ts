import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf, UsageError } from '../base/errors.ts';

interface Manifest {
  layer?: { name?: unknown };
  layers?: { name?: unknown }[];
}

function layerNames(path: string): string[] {
  let manifest: Manifest;
  try {
    manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
  } catch (error) {
    throw new UsageError(`${path}: cannot be read as a Vulkan layer's manifest: ${messageOf(error)}`, { cause: error });
  }
  return [manifest.layer, ...(manifest.layers ?? [])].flatMap((layer) =>
    typeof layer?.name === 'string' ? [layer.name] : [],
  );
}

/**
 * The variables that make the Vulkan loader enable every layer whose manifest lies in a folder.
 * @throws UsageError where there is none.
 */
export function hostLayerEnv(folder: string): Record<string, string> {
  const manifests = readdirSync(folder).filter((name) => name.endsWith('.json'));
  const names = manifests.flatMap((name) => layerNames(join(folder, name)));
  if (names.length === 0) {
    throw new UsageError(`--host-layer ${folder}: no manifest of a Vulkan layer (*.json) lies there.`);
  }
  return { VK_LAYER_PATH: folder, VK_INSTANCE_LAYERS: names.join(':') };
}
