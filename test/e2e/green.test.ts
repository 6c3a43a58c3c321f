import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finished } from './cli.ts';
import { Workspace } from './cli.ts';

describe('the whole catalogue on tcg-arm64-16k', () => {
  let space: Workspace;
  let finished: Finished;
  beforeAll(async () => {
    space = await Workspace.create();
    finished = await space.run(['run', '--json']);
  }, 900_000);
  afterAll(async () => space[Symbol.asyncDispose]());

  it('exits 0 with a verdict of ok or known for every planned case', async () => {
    expect(finished.exitCode, finished.stderr).toBe(0);
    const { header, results, footer } = await space.record();
    expect(results.map(({ id }) => id)).toEqual(header.plan.ids);
    expect(results.filter(({ verdict }) => verdict !== 'ok' && verdict !== 'known')).toEqual([]);
    expect(footer).toMatchObject({ complete: true, exit: 0, findings: [] });
  });

  it('prints one JSON document that agrees with the record', async () => {
    const json = JSON.parse(finished.stdout) as { record: string; counts: Record<string, number>; exit: number };
    const { footer } = await space.record();
    expect(json.counts).toEqual(footer?.counts);
    expect(json.exit).toBe(0);
    expect(await readFile(json.record, 'utf8')).toContain('"type":"footer"');
  });

  it('ran on Venus over lavapipe in a 16 KiB guest', async () => {
    const { header } = await space.record();
    expect(header.stack.deviceName).toMatch(/^Virtio-GPU Venus \(llvmpipe/);
    expect(header.stack.guestPageSize).toBe(16384);
    expect(header.stack.profile).toMatch(/^lavapipe-mesa\d/);
    expect(header.stack.packages.guest.some((line) => line.startsWith('mesa-vulkan-drivers'))).toBe(true);
    expect(header.stack.packages.host.some((line) => line.startsWith('qemu-system-arm'))).toBe(true);
  });

  it('knows the display that Venus does not enumerate as a known failure, and sees blobs placed for HVF', async () => {
    const { results } = await space.record();
    const verdictOf = (id: string) => results.find((result) => result.id === id);
    expect(verdictOf('wsi/display-enumerate')).toMatchObject({ outcome: 'fail', verdict: 'known' });
    expect(verdictOf('drm/blob-placement')).toMatchObject({ outcome: 'pass', verdict: 'ok' });
    expect(verdictOf('sync/fence-empty')).toMatchObject({ outcome: 'pass', verdict: 'ok' });
  });

  it("kept the real vkcube's frame, and it is a picture of something", async () => {
    const { results } = await space.record();
    const [run = ''] = await space.runs();
    const frame = results.find(({ id }) => id === 'wsi/vkcube-frame')?.files.find(({ role }) => role === 'actual');
    expect(frame).toBeDefined();
    const { channels } = await sharp(join(run, frame?.path ?? '')).stats();
    expect(Math.max(...channels.map(({ stdev }) => stdev))).toBeGreaterThan(10);
  });

  it('writes TAP and JUnit that count the same cases', async () => {
    const [run = ''] = await space.runs();
    const { results } = await space.record();
    const tap = await readFile(join(run, 'report.tap'), 'utf8');
    expect(tap).toMatch(/^TAP version 14\n/);
    expect(tap).toContain(`1..${results.length}`);
    expect(tap).toMatch(/not ok \d+ - wsi\/display-enumerate # TODO .+/);
    const junit = await readFile(join(run, 'report.junit.xml'), 'utf8');
    expect(junit.match(/<testcase /g)).toHaveLength(results.length);
    expect(junit).not.toContain('<failure');
  });

  it('leaves neither a process nor a temporary file', async () => {
    expect(await space.leftovers()).toEqual([]);
    expect(await space.temporaries()).toEqual([]);
  });
});
