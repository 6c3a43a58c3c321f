import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const CONFIGURED = '/etc/ld.so.conf.d';

/** Where the machine's dynamic linker looks for a library by its bare name: LD_LIBRARY_PATH, its configuration, its own. */
export function linkerFolders(env: Readonly<Record<string, string | undefined>>, gnu: string): string[] {
  const named = (env['LD_LIBRARY_PATH'] ?? '').split(delimiter).filter(Boolean);
  const own = ['/usr/lib64', '/lib64', '/usr/lib', '/lib', '/usr/local/lib'];
  const multiarch = gnu === '' ? [] : ['/usr/lib', '/lib', '/usr/local/lib'].map((folder) => join(folder, gnu));
  return [...new Set([...named, ...configured(), ...multiarch, ...own])];
}

function configured(): string[] {
  if (!existsSync(CONFIGURED)) return [];
  const files = readdirSync(CONFIGURED).filter((name) => name.endsWith('.conf'));
  return files
    .toSorted()
    .flatMap((name) => readFileSync(join(CONFIGURED, name), 'utf8').split('\n'))
    .map((line) => line.trim())
    .filter((line) => line.startsWith('/'));
}
