import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listEntries, removeEntry } from '../../runner/stack/cache.ts';
import { type Machine, thisMachine } from '../../runner/stack/host-driver/find-drivers.ts';
import { type DriverTools, selectDriver } from '../../runner/stack/host-driver/with-driver.ts';
import { ensureTreeStack, type TreeStack } from '../../runner/stack/host-stack.ts';
import { ensureProbes } from '../../runner/stack/probes.ts';

const progress = (line: string): void => void process.stderr.write(`${line}\n`);

let host: TreeStack;
let tools: DriverTools;
let vendor: string;
let machine: Machine;

/** A driver outside of the stack's tree, as a vendor's is: lavapipe under another name, in folders of its own. */
beforeAll(async () => {
  host = await ensureTreeStack('forky', progress);
  const { dir } = await ensureProbes('host', progress);
  tools = { probes: () => Promise.resolve(dir), progress };
  vendor = realpathSync(mkdtempSync(join(tmpdir(), 'venus-suite-vendor-')));
  machine = { ...thisMachine(), env: { VK_DRIVER_FILES: join(vendor, 'share/vulkan/icd.d') } };
  for (const folder of ['lib64', 'share/vulkan/icd.d']) mkdirSync(join(vendor, folder), { recursive: true });
  const library = join(host.libraries?.folders[0] ?? '', 'libvulkan_lvp.so');
  copyFileSync(library, join(vendor, 'lib64/libGLX_other.so.1.2.3'));
  symlinkSync('libGLX_other.so.1.2.3', join(vendor, 'lib64/libGLX_other.so.0'));
  manifest('other_icd.json', 'libGLX_other.so.0');
}, 600_000);
afterAll(() => {
  rmSync(vendor, { recursive: true, force: true });
  for (const entry of listEntries()) if (/^host-driver-(other|broken)$/.test(entry.manifest.name)) removeEntry(entry);
});

function manifest(name: string, library: string): `/${string}` {
  const path = join(vendor, 'share/vulkan/icd.d', name);
  writeFileSync(
    path,
    JSON.stringify({ file_format_version: '1.0.1', ICD: { library_path: library, api_version: '1.4.0' } }),
  );
  return path as `/${string}`;
}

describe('a driver of the machine under the host stack', () => {
  it('runs in its sandbox where it is named, and says who it is', async () => {
    const path = manifest('other_icd.json', 'libGLX_other.so.0');
    const { chosen, placed } = await selectDriver(host, path, machine, tools);
    expect(chosen).toMatchObject({
      choice: path,
      driver: { vendor: 'other', version: '1.2.3' },
      device: { name: expect.stringContaining('llvmpipe'), driver: 'llvmpipe', cpu: true },
      passedOver: [],
    });
    expect(placed?.env['VK_DRIVER_FILES']).toBe('/run/host-driver/own/other_icd.json');
  });

  it('is passed over by auto where its device is a CPU', async () => {
    const { chosen, placed } = await selectDriver(host, 'auto', machine, tools);
    expect(placed).toBeNull();
    expect(chosen.passedOver).toEqual([expect.stringMatching(/other_icd\.json: its device is a CPU, llvmpipe/)]);
  });

  it('that cannot be loaded is passed over, with what the probe said of it', async () => {
    writeFileSync(join(vendor, 'lib64/libGLX_broken.so.0'), 'no library');
    manifest('broken_icd.json', 'libGLX_broken.so.0');
    const { chosen } = await selectDriver(host, 'auto', machine, tools);
    rmSync(join(vendor, 'share/vulkan/icd.d/broken_icd.json'));
    expect(chosen.passedOver[0]).toMatch(/broken_icd\.json: protocol\/identity: status \d+, vkCreateInstance/);
  });
});
