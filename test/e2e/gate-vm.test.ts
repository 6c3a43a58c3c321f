import { globSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { zstdDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cpioMembers } from '../../runner/stack/cpio-members.ts';
import { ensureGuestImage } from '../../runner/stack/guest-image.ts';
import { shippedTargets } from '../../vmimages/targets/index.ts';
import { buildFaultLayer, FAULT_VARIABLE } from '../faults/build-parts.ts';
import { Workspace } from './cli.ts';
import { vulkanHeaders } from './headers.ts';

/** What the older stack cannot do, and what both can. */
const NEWER_ONLY = ['wsi/display-acquire', 'wsi/headless-present', 'wsi/swapchain-advertised'];
const FILLS = ['transfer/fill', 'transfer/update'];
const CASES = [...NEWER_ONLY, ...FILLS, 'sync/fence-empty', 'transfer/copy-unaligned'];

interface Said {
  verdict: string;
  regressions: { id: string; base: object; patch: object }[];
  flaky: unknown[];
  findings: string[];
  comparison: { regressions: unknown[]; fixes: { id: string }[]; added: unknown[]; missing: unknown[] };
  records: string[];
}

const ids = (cases: readonly { id: string }[]): string[] => cases.map(({ id }) => id).toSorted();

/** The guest driver of a target's own image. */
async function driverOf(target: string): Promise<Buffer> {
  const found = shippedTargets.find(({ name }) => name === target);
  if (found?.kind !== 'vm' || found.image.kind !== 'built') throw new Error(`${target} has no image of ours`);
  const { initrd } = await ensureGuestImage(found.image, () => {});
  for (const { path, data } of cpioMembers(zstdDecompressSync(await readFile(initrd)))) {
    if (path.endsWith('/libvulkan_virtio.so')) return data;
  }
  throw new Error(`${initrd} holds no libvulkan_virtio.so`);
}

describe('venus-suite gate between real stacks', () => {
  let space: Workspace;
  /** The newer stack's run, for the gates that follow. */
  let newer: string;
  beforeAll(async () => {
    space = await Workspace.create();
  });
  afterAll(() => space[Symbol.asyncDispose]());

  async function gate(...args: string[]): Promise<{ exitCode: number | undefined; said: Said }> {
    const { exitCode, stdout, stderr } = await space.run(['gate', ...args, '--reruns', '1', '--json']);
    expect(stdout, stderr).not.toBe('');
    return { exitCode, said: JSON.parse(stdout) as Said };
  }

  it('exits 0 from the older Debian to the newer one: swapchain and display are fixes, and nobody is accused', async () => {
    const { exitCode, said } = await gate(...CASES, '--base', 'tcg-arm64-16k-trixie', '--patch', 'tcg-arm64-16k');
    newer = said.records.at(-1) ?? '';
    expect(ids(said.comparison.fixes)).toEqual(NEWER_ONLY);
    expect([exitCode, said.regressions, said.flaky, said.findings]).toEqual([0, [], [], []]);
    expect(said.comparison).toMatchObject({ regressions: [], missing: [], added: [] });
  });

  it('exits 1 the other way round, and names just these', async () => {
    const { exitCode, said } = await gate(...CASES, '--base', newer, '--patch', 'tcg-arm64-16k-trixie');
    expect([exitCode, ids(said.regressions), said.flaky, said.findings]).toEqual([1, NEWER_ONLY, [], []]);
    for (const { base, patch } of said.regressions)
      expect([base, patch]).toEqual([
        { bad: 0, of: 1 },
        { bad: 2, of: 2 },
      ]);
  });

  it('exits 1 with a host layer under the patch’s renderer, and names just the cases that it breaks', async () => {
    const layer = await buildFaultLayer(space.path('layer'), await vulkanHeaders());
    const fault = ['--patch-host-layer', layer, '--patch-host-env', `${FAULT_VARIABLE}=fill-dropped`];
    const { exitCode, said } = await gate(...CASES, '--base', newer, '--patch', 'tcg-arm64-16k', ...fault);
    expect([exitCode, ids(said.regressions), said.flaky, said.findings]).toEqual([1, FILLS, [], []]);
  });

  it('tries a guest driver of the other release, which the record names', async () => {
    const driver = space.path('libvulkan_virtio.so');
    await writeFile(driver, await driverOf('tcg-arm64-16k-trixie'));
    const { exitCode, said } = await gate(
      ...CASES,
      '--base',
      newer,
      '--patch',
      'tcg-arm64-16k',
      '--patch-guest-driver',
      driver,
    );
    expect([exitCode, ids(said.regressions)]).toEqual([1, ['']]);
    const [header = ''] = (await readFile(said.records.at(-1) ?? '', 'utf8')).split('\n');
    expect(JSON.parse(header)).toMatchObject({
      stack: { guestMesa: expect.stringMatching(/^25\.0\./) },
      options: ['--guest-driver', driver],
    });
  });

  it('refuses a guest driver whose libraries the guest lacks, by their names, before anything runs', async () => {
    const driver = space.path('too-new.so');
    await writeFile(driver, await driverOf('tcg-arm64-16k'));
    const { exitCode, stderr } = await space.run([
      'gate',
      ...CASES,
      '--base',
      'tcg-arm64-16k-trixie',
      '--patch-guest-driver',
      driver,
      '--out',
      space.path('none'),
    ]);
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringMatching(/too-new\.so: the guest cannot load it, for it lacks libdisplay-info\.so\.\d/),
    ]);
    expect(globSync(space.path('none', '*'))).toEqual([]);
  });
});
