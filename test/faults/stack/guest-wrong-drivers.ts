import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { cpioMembers } from '../../../runner/stack/cpio-members.ts';
import { ensureGuestImage } from '../../../runner/stack/guest-image.ts';
import type { FaultParts } from '../fault.ts';
import { FIRST, type StackFault } from './stack-fault.ts';

const DRIVER = 'usr/lib/aarch64-linux-gnu/libvulkan_virtio.so';

const made = ({ folder }: FaultParts): string => join(folder, 'libvulkan_virtio.so');

/** The Venus of a release's guest image. */
async function driverOf(release: 'forky' | 'trixie'): Promise<Buffer> {
  const { initrd } = await ensureGuestImage({ kind: 'built', release, kernel: 'arm64-16k' }, () => {});
  for (const { path, data } of cpioMembers(zstdDecompressSync(readFileSync(initrd)))) {
    if (path === DRIVER) return Buffer.from(data);
  }
  throw new Error(`${initrd} has no ${DRIVER}`);
}

/** A string of the driver's in the place of another that is as long. */
function replaced(driver: Buffer, before: string, after: string): Buffer {
  const at = driver.indexOf(`\0${before}\0`);
  if (at < 0) throw new Error(`${DRIVER} has no string “${before}”`);
  driver.write(after, at + 1, 'latin1');
  return driver;
}

/** Builds of Venus that are not the one that belongs there. */
export const guestWrongDrivers: readonly StackFault[] = [
  {
    name: 'guest-driver-of-another-kernel',
    title: 'Venus looks for a kernel driver of another name',
    kind: 'guest-environment',
    query: [...FIRST, 'protocol/instance'],
    truth: { component: 'guest-driver', causes: ['only-in-the-guest', 'not-handed-on'] },
    prepare: async (parts) => writeFileSync(made(parts), replaced(await driverOf('forky'), 'virtio_gpu', 'virtio-gpu')),
    stack: (parts) => ({ guestDriver: made(parts) }),
  },
  {
    name: 'guest-driver-older',
    title: "The guest's Venus is one of Mesa 25.0",
    kind: 'guest-environment',
    query: ['wsi/swapchain-advertised', 'protocol/extensions', 'protocol/device-swapchain', 'wsi/headless-present'],
    truth: { component: 'guest-driver', causes: ['not-handed-on', 'no-swapchain', 'only-in-the-guest'] },
    prepare: async (parts) => writeFileSync(made(parts), await driverOf('trixie')),
    stack: (parts) => ({ guestDriver: made(parts) }),
  },
];
