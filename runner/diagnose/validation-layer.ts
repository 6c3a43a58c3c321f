import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StackOptions } from '../plan/stack-options.ts';
import type { Result } from '../record/schema.ts';

const MANIFEST = 'VkLayer_khronos_validation.json';
/** Where a package installs explicit layers: Debian's and others', a build of one's own, Homebrew's. */
const FOLDERS = ['usr/share', 'usr/local/share', 'etc', 'opt/homebrew/share'].map((folder) =>
  join(folder, 'vulkan/explicit_layer.d'),
);

/**
 * Whether VK_LAYER_KHRONOS_validation is there for the render server: VKR_DEBUG=validate makes no instance without it.
 * @param root of the host stack's tree; null for the machine itself.
 */
export function hasValidationLayer(root: string | null, { hostEnv, hostLayer }: StackOptions): boolean {
  const named = [hostEnv['VK_LAYER_PATH'], hostEnv['VK_ADD_LAYER_PATH'], hostLayer].flatMap(
    (path) => path?.split(':') ?? [],
  );
  return [...named, ...FOLDERS.map((folder) => join(root ?? '/', folder))].some((folder) =>
    existsSync(join(folder, MANIFEST)),
  );
}

/** That a layer which is older than the driver does not know a structure is no breach. */
const OWN_LIMITS = /-(pNext-pNext|sType-unique|pNext-unique)$/;

/** The rules that the layer said were broken while a case ran: `VUID-…`, each once. */
export function breachesIn(runDir: string, result: Result | null): string[] {
  const texts = (result?.logs ?? []).map(({ file, start, end }) =>
    readFileSync(join(runDir, file)).subarray(start, end).toString('utf8'),
  );
  const found = texts.flatMap((text) => text.match(/Validation Error: \[ VUID-[\w-]+/g) ?? []);
  const rules = found.map((match) => match.slice(match.indexOf('VUID-')));
  return [...new Set(rules)].filter((rule) => !OWN_LIMITS.test(rule));
}
