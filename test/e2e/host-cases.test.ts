import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildFaultLayer, FAULT_VARIABLE } from '../faults/build-parts.ts';
import { type Finished, Workspace } from './cli.ts';
import { vulkanHeaders } from './headers.ts';

/** Runs cases over a host driver with a planted fault. */
async function runWith(space: Workspace, fault: string, ...query: string[]): Promise<Finished> {
  const layer = await buildFaultLayer(space.path('layer'), await vulkanHeaders());
  return space.run(['run', ...query, '--host-layer', layer, '--host-env', `${FAULT_VARIABLE}=${fault}`]);
}

describe('host/log-clean', () => {
  it('fails by a line that only passing cases caused, names them, and leaves known failures out', async () => {
    await using space = await Workspace.create();
    const query = ['transfer/fill', 'drm/capset', 'wsi/display-enumerate', 'host/log-clean'];
    const finished = await runWith(space, 'line-printed', ...query);
    expect(finished.exitCode, finished.stderr).toBe(1);
    const { results } = await space.record();
    expect(results.map(({ id, verdict }) => [id, verdict])).toEqual([
      ['drm/capset', 'ok'],
      ['transfer/fill', 'ok'],
      ['wsi/display-enumerate', 'known'],
      ['host/log-clean', 'regression'],
    ]);
    const [capset, fill, display, clean] = results;
    // It makes no instance.
    expect(capset?.symptoms).toBeUndefined();
    const line = expect.stringContaining('[mvk-error] VK_ERROR_FORMAT_NOT_SUPPORTED: planted');
    expect(fill?.symptoms).toEqual([{ symptom: 'moltenvk-error', log: 'qemu', line }]);
    expect(display?.symptoms).toEqual([{ symptom: 'moltenvk-error', log: 'qemu', line }]);
    expect(clean?.outcome).toBe('fail');
    expect(clean?.message).toContain('transfer/fill: moltenvk-error in qemu: [mvk-error]');
    expect(clean?.checks.map(({ name, ok, actual }) => [name, ok, actual])).toEqual([['transfer/fill', false, line]]);
    expect(finished.stderr).toContain('[mvk-error] VK_ERROR_FORMAT_NOT_SUPPORTED: planted');
  });

  it('by itself judges the boot', async () => {
    await using space = await Workspace.create();
    const finished = await runWith(space, 'line-printed', 'host/log-clean');
    expect(finished.exitCode, finished.stderr).toBe(1);
    const { results, header } = await space.record();
    expect(header.stack.deviceName).toMatch(/^Virtio-GPU Venus/);
    expect(results[0]?.checks).toEqual([expect.objectContaining({ name: 'outside of every case', ok: false })]);
  });
});

describe('host/baseline', () => {
  it("tells a host driver's own defect from what is lost between guest and host", async () => {
    await using space = await Workspace.create();
    const query = ['sync/fence-empty', 'transfer/fill', 'drm/capset', 'host/baseline'];
    const finished = await runWith(space, 'fill-dropped', ...query);
    expect(finished.exitCode, finished.stderr).toBe(1);
    const { results } = await space.record();
    const [, fence, fill, baseline] = results;
    expect(fence).toMatchObject({ id: 'sync/fence-empty', outcome: 'fail', verdict: 'regression' });
    expect(fill).toMatchObject({ id: 'transfer/fill', outcome: 'fail', verdict: 'regression' });
    expect(baseline).toMatchObject({ id: 'host/baseline', outcome: 'fail', verdict: 'regression' });
    // Both fail in the guest. Without it the fence signals, and the fill is lost all the same.
    expect(baseline?.checks.map(({ name, ok, actual }) => [name, ok, actual])).toEqual([
      ['sync/fence-empty', true, 'pass'],
      ['transfer/fill', false, 'fail'],
    ]);
    expect(baseline?.message).toContain("on the host's own driver, transfer/fill ends with fail");
    expect(finished.stderr).toContain('Next: read them together: venus-suite report');

    // A runner that is killed just before it: the rest needs no guest, and is about all cases of the run.
    const [run = ''] = await space.runs();
    const path = join(run, 'record.jsonl');
    const lines = (await readFile(path, 'utf8')).split('\n');
    await writeFile(path, `${lines.slice(0, -3).join('\n')}\n`);
    const options = ['--host-layer', space.path('layer'), '--host-env', `${FAULT_VARIABLE}=fill-dropped`];
    const resumed = await space.run(['run', '--resume', run, ...options]);
    expect(resumed.exitCode, resumed.stderr).toBe(1);
    expect(resumed.stderr).not.toContain('boot:');
    const after = await space.record();
    expect(after.missing).toEqual([]);
    expect(after.boots).toHaveLength(1);
    expect(after.results.at(-1)?.checks).toEqual(baseline?.checks);
  });
});
