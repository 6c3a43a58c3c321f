import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../base/paths.ts';

/** One installed package, as package-lock.json has it. */
export interface LockedPackage {
  version?: string;
  integrity?: string;
  dev?: boolean;
  optional?: boolean;
  os?: string | string[];
  cpu?: string | string[];
  libc?: string | string[];
}

export interface ChosenPackage {
  /** Where it goes: `node_modules/sharp`. */
  path: string;
  name: string;
  version: string;
  integrity: string;
}

/** Node's names. */
export interface Platform {
  os: string;
  cpu: string;
}

/** Left out although the runner depends on them, and why. */
const NOT_NEEDED: readonly { name: RegExp; why: string }[] = [
  { name: /^glslang-/, why: 'compiles the probes’ shaders, and a bundle holds them compiled' },
  { name: /^node(-bin)?-/, why: 'a Node is packed by itself, or left to the person' },
];

/**
 * The packages that the runner needs on a platform. Of optional ones only those that are made for it: the others are
 * compiled when they are installed, and what asks for them does without.
 * @param lock `packages` of package-lock.json.
 */
export function productionPackages(lock: Readonly<Record<string, LockedPackage>>, platform: Platform): ChosenPackage[] {
  return Object.entries(lock).flatMap(([path, { version, integrity, ...entry }]) => {
    const name = path.split('node_modules/').at(-1) ?? '';
    if (!path.startsWith('node_modules/') || version === undefined || integrity === undefined) return [];
    if (entry.dev || NOT_NEEDED.some((unneeded) => unneeded.name.test(name))) return [];
    if (entry.optional && !(entry.os && fits(entry, platform))) return [];
    return [{ path, name, version, integrity }];
  });
}

/** The package that holds Node for Linux. @param cpu Node's name. */
export function nodePackage(lock: Readonly<Record<string, LockedPackage>>, cpu: string): ChosenPackage | null {
  const name = `node-linux-${cpu}`;
  const path = `node_modules/${name}`;
  const { version, integrity } = lock[path] ?? {};
  return version === undefined || integrity === undefined ? null : { path, name, version, integrity };
}

/** `packages` of the checkout's package-lock.json; empty where there is none. */
export function readLock(root = packageRoot): Record<string, LockedPackage> {
  const path = join(root, 'package-lock.json');
  if (!existsSync(path)) return {};
  return (JSON.parse(readFileSync(path, 'utf8')) as { packages?: Record<string, LockedPackage> }).packages ?? {};
}

function fits({ os, cpu, libc }: LockedPackage, platform: Platform): boolean {
  const holds = (list: string | string[] | undefined, value: string): boolean =>
    list === undefined || [list].flat().includes(value);
  return holds(os, platform.os) && holds(cpu, platform.cpu) && holds(libc, 'glibc');
}
