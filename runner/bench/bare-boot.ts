import { dirname, join } from 'node:path';
import { InfraError } from '../base/errors.ts';
import { OwnedProcess } from '../guest/child-process.ts';
import { Console } from '../guest/console.ts';
import { readTail } from '../guest/file-tail.ts';
import { writeGuestInitrd } from '../guest/guest-initrd.ts';
import { makeRunKeys } from '../guest/keys.ts';
import { TempFolder } from '../guest/temp-folder.ts';
import { ensureGuestImage } from '../stack/guest-image.ts';
import { ensureHostStack } from '../stack/host-stack.ts';
import type { BenchContext } from './measurement.ts';
import { plainQemu } from './plain-qemu.ts';

/** The last line that vmimages/init/init writes. */
const READY = /venus-suite-init: ready/;
const BOUND_MS = 180_000;

/** Builds what is missing, so that no measurement pays for it. */
export async function prepareStack({ target, note }: BenchContext) {
  if (target.image.kind !== 'built') throw new InfraError(`${target.name} boots no image of the suite's own`);
  return { host: await ensureHostStack(target.hostStack, note), image: await ensureGuestImage(target.image, note) };
}

/**
 * Boots the target's kernel and initramfs with nothing around them, to the end of their init.
 * @returns milliseconds from QEMU's start.
 */
export async function bareBoot(context: BenchContext): Promise<number> {
  const { host, image } = await prepareStack(context);
  const temp = TempFolder.create(context.scratch);
  const console = temp.file('console.log');
  const initrd = temp.file('initrd');
  // The keys of a run, since without a host key the init waits for an ssh server that does not come.
  writeGuestInitrd(image.initrd, image.arch, { keys: makeRunKeys() }, initrd);
  const boot = ['-kernel', image.kernel, '-initrd', initrd];
  const argv = host.command([...plainQemu(context.target), ...boot, '-serial', `file:${console}`], {
    folders: [
      { path: dirname(image.kernel), writable: false },
      { path: temp.path, writable: true },
    ],
  });
  const began = performance.now();
  const qemu = new OwnedProcess(argv, temp.file('qemu.log'));
  try {
    const end = await new Console(console).waitFor(READY, BOUND_MS, () => qemu.exit !== null);
    if (!('ended' in end)) return performance.now() - began;
    throw new InfraError(`the bare boot did not come to the end of its init (${end.ended})`, {
      tail: readTail(console, 4096) || readTail(join(temp.path, 'qemu.log'), 4096),
    });
  } finally {
    await qemu.kill();
    temp.remove();
  }
}
