import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { InfraError } from '../base/errors.ts';
import type { CpioEntry } from './cpio.ts';
import { moduleDependencies } from './elf.ts';
import type { GuestRecipe } from './recipe.ts';

/** Where vmimages/init/init looks. */
const FOLDER = 'usr/lib/modules/venus-suite';

/**
 * The recipe's modules with their dependencies, unpacked (busybox loads no .xz), and for each step of the boot a list
 * in loading order. A module that the kernel has built in is left out.
 * @param kernelFolder usr/lib/modules/VERSION of the extracted packages.
 * @throws InfraError where the kernel has a module neither as a file nor built in.
 */
export async function kernelModules(modules: GuestRecipe['modules'], kernelFolder: string): Promise<CpioEntry[]> {
  const files = moduleFiles(join(kernelFolder, 'kernel'));
  const builtIn = new Set(readFileSync(join(kernelFolder, 'modules.builtin'), 'utf8').split('\n').map(moduleName));
  const loaded = new Map<string, Buffer>();

  const load = async (name: string): Promise<string[]> => {
    if (loaded.has(name) || builtIn.has(name)) return [];
    const file = files.get(name);
    if (file === undefined) {
      throw new InfraError(`the kernel in ${kernelFolder} has no module ${name}, neither as a file nor built in`, {
        hint: 'Mend the list of modules of the recipe in vmimages/recipes.',
      });
    }
    const data = await unpacked(file);
    loaded.set(name, data);
    const order: string[] = [];
    for (const dependency of moduleDependencies(data)) order.push(...(await load(dependency)));
    return [...order, name];
  };

  const entries: CpioEntry[] = [];
  for (const step of ['network', 'gpu'] as const) {
    const order: string[] = [];
    for (const name of modules[step]) order.push(...(await load(name)));
    const list = order.map((name) => `${name}\n`).join('');
    entries.push({ kind: 'file', path: `${FOLDER}/${step}`, mode: 0o644, data: Buffer.from(list) });
  }
  for (const [name, data] of loaded) entries.push({ kind: 'file', path: `${FOLDER}/${name}.ko`, mode: 0o644, data });
  return entries;
}

function moduleFiles(folder: string): Map<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return new Map(
    paths.filter((path) => /\.ko(\.\w+)?$/.test(path)).map((path) => [moduleName(path), join(folder, path)]),
  );
}

/** The name that the kernel gives a module's file: `virtio-gpu.ko.xz` is `virtio_gpu`. */
function moduleName(path: string): string {
  return basename(path)
    .replace(/\.ko.*$/, '')
    .replaceAll('-', '_');
}

async function unpacked(file: string): Promise<Buffer> {
  if (file.endsWith('.ko')) return readFileSync(file);
  const tool = file.endsWith('.zst') ? 'zstd' : 'xz';
  const { stdout } = await promisify(execFile)(tool, ['-dc', file], { encoding: 'buffer', maxBuffer: 256 << 20 });
  return stdout;
}
