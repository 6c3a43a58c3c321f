import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { shippedTargets } from '../../vmimages/targets/index.ts';
import { messageOf, UsageError } from '../base/errors.ts';
import type { Config, Target } from './target.ts';

const NAMES = ['venus-suite.config.ts', 'venus-suite.config.mjs', 'venus-suite.config.js'];

/** The config file of a folder, or the one that `$VENUS_SUITE_CONFIG` names. */
export function findConfig(folder: string): string | null {
  const named = process.env['VENUS_SUITE_CONFIG'];
  if (named) return resolve(named);
  return NAMES.map((name) => join(folder, name)).find((path) => existsSync(path)) ?? null;
}

function checkTarget(value: unknown, path: string, index: number): Target {
  const where = `${path}: targets[${index}]`;
  if (typeof value !== 'object' || value === null) throw new UsageError(`${where} is not an object.`);
  const { name, kind } = value as { name?: unknown; kind?: unknown };
  if (typeof name !== 'string' || !/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) {
    throw new UsageError(`${where}: \`name\` must be letters, digits, '.', '_' and '-'.`);
  }
  if (kind !== 'vm' && kind !== 'host') throw new UsageError(`${where} (${name}): \`kind\` must be 'vm' or 'host'.`);
  return value as Target;
}

/**
 * The user's own config file; null where there is none.
 * @throws UsageError that names the file where it cannot be loaded.
 */
export async function loadConfig(folder = process.cwd()): Promise<{ path: string; config: Config } | null> {
  const path = findConfig(folder);
  if (path === null) return null;
  if (!existsSync(path)) throw new UsageError(`${path}: no such config file.`, { hint: 'See $VENUS_SUITE_CONFIG.' });
  try {
    const loaded = (await import(pathToFileURL(path).href)) as { default?: Config };
    if (!loaded.default) throw new Error('it has no default export');
    return { path, config: loaded.default };
  } catch (error) {
    throw new UsageError(`${path} cannot be loaded: ${messageOf(error)}`, {
      hint: 'It should end with `export default defineConfig({ targets: [ … ] })`.',
      cause: error,
    });
  }
}

/** Shipped targets and the user's; a user's target replaces a shipped one of its name. */
export async function allTargets(folder = process.cwd()): Promise<Target[]> {
  const loaded = await loadConfig(folder);
  const own = (loaded?.config.targets ?? []).map((target, index) => checkTarget(target, loaded?.path ?? '', index));
  const names = new Set(own.map((target) => target.name));
  return [...shippedTargets.filter((target) => !names.has(target.name)), ...own];
}

/** @throws UsageError that lists the names there are. */
export function findTarget(name: string, targets: readonly Target[]): Target {
  const target = targets.find((candidate) => candidate.name === name);
  if (target) return target;
  throw new UsageError(`No target is named “${name}”.`, {
    hint: `There are: ${targets.map((candidate) => candidate.name).join(', ')}. Your own go in venus-suite.config.ts.`,
  });
}
