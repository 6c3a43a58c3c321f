import { writeFileSync } from 'node:fs';
import ssh2 from 'ssh2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildFaultLayer, FAULT_VARIABLE } from '../faults/build-parts.ts';
import { Workspace } from './cli.ts';
import { vulkanHeaders } from './headers.ts';

/** Nobody answers on its port, so that its guest is never reached. */
const CLOSED = `export default { targets: [{
  kind: 'vm', name: 'closed', title: 'a guest that nobody answers for', arch: 'arm64', accel: 'tcg',
  platforms: ['linux', 'darwin'], machine: 'virt', cpu: 'max', cpus: 1, memoryMiB: 512,
  gpu: { device: 'virtio-gpu-gl-pci', venus: true, blob: true, hostmem: '1G' }, display: 'none',
  image: { kind: 'running', ssh: { host: '127.0.0.1', port: 1, user: 'root', key: './key' } },
  hostStack: 'forky', timeScale: 1,
}] };
`;

interface Said {
  exit: number;
  verdict: string;
  regressions: { id: string; base: { bad: number; of: number }; patch: { bad: number; of: number } }[];
  flaky: unknown[];
  records: string[];
}

describe('venus-suite gate, without a VM', () => {
  let space: Workspace;
  let layer: string;
  beforeAll(async () => {
    space = await Workspace.create();
    layer = await buildFaultLayer(space.path('layer'), await vulkanHeaders());
    writeFileSync(space.path('venus-suite.config.ts'), CLOSED);
    writeFileSync(space.path('key'), ssh2.utils.generateKeyPairSync('ed25519').private);
  });
  afterAll(() => space[Symbol.asyncDispose]());

  const fault = (): string[] => ['--patch-host-layer', layer, '--patch-host-env', `${FAULT_VARIABLE}=fill-dropped`];

  async function gate(...args: string[]): Promise<{ exitCode: number | undefined; said: Said; stderr: string }> {
    const { exitCode, stdout, stderr } = await space.run(['gate', ...args, '--json'], { GITHUB_ACTIONS: 'true' });
    return { exitCode, said: JSON.parse(stdout) as Said, stderr };
  }

  it('exits 1 with a planted host layer on the patch’s side, and names just the cases that it breaks', async () => {
    const { exitCode, said, stderr } = await gate(
      'transfer',
      'sync/fence-empty',
      '--base',
      'host',
      ...fault(),
      '--reruns',
      '2',
    );
    expect(exitCode).toBe(1);
    expect(said.regressions.map(({ id }) => id)).toEqual(['transfer/fill', 'transfer/update']);
    for (const { base, patch } of said.regressions)
      expect([base, patch]).toEqual([
        { bad: 0, of: 3 },
        { bad: 3, of: 3 },
      ]);
    // The first run of both sides, then each of them twice, in turn: what else the machine does falls on both.
    expect(said.records).toHaveLength(6);
    expect(stderr.match(/^(base|patch):$/gm)?.join(' ')).toBe('base: patch: base: patch: patch: base:');
    expect(stderr.match(/^::error title=transfer\/(fill|update)::pass became fail in 3 of 3 runs/gm)).toHaveLength(2);
  });

  it('exits 0 where the patch changes nothing, and runs nothing again', async () => {
    const { exitCode, said } = await gate('transfer/fill', '--base', 'host', '--patch-host-env', 'NOTHING=1');
    expect([exitCode, said.regressions, said.flaky, said.records.length]).toEqual([0, [], [], 2]);
  });

  it('takes a finished run as its base, and runs the cases of it', async () => {
    const done = await space.run(['run', 'transfer/fill', '--target', 'host', '--json', '--out', space.path('before')]);
    const { record } = JSON.parse(done.stdout) as { record: string };
    const { exitCode, said } = await gate('--base', record, '--patch', 'host', ...fault(), '--reruns', '1');
    expect([exitCode, said.regressions]).toEqual([
      1,
      [expect.objectContaining({ id: 'transfer/fill', patch: { bad: 2, of: 2 } })],
    ]);
  });

  it('takes a guest that is not reached any more for a regression, and one that never was for no answer', async () => {
    const gone = await gate('sync/fence-empty', '--base', 'host', '--patch', 'closed');
    expect([gone.exitCode, gone.said.verdict]).toEqual([
      1,
      expect.stringContaining('not reached any more, twice in a row'),
    ]);
    const never = await gate('sync/fence-empty', '--base', 'closed', '--patch', 'host');
    expect([never.exitCode, never.said.verdict]).toEqual([125, expect.stringContaining('the base could not be run')]);
    expect(never.stderr).toContain('::error title=gate::the base could not be run');
  });
});

describe('venus-suite merge, without a VM', () => {
  it('makes of two shards what one run makes', async () => {
    await using space = await Workspace.create();
    const query = ['graphics', 'transfer', 'host', '--target', 'host'];
    for (const shard of ['1/2', '2/2']) await space.run(['run', ...query, '--shard', shard]);
    const shards = await space.runs();
    const merged = await space.run(['merge', ...shards, '--json', '--out', space.path('merged')]);
    const whole = await space.run(['run', ...query, '--json', '--out', space.path('whole')]);
    expect([merged.exitCode, whole.exitCode]).toEqual([0, 0]);
    const records = [whole, merged].map(({ stdout }) => (JSON.parse(stdout) as { record: string }).record);
    const compared = await space.run(['compare', ...records, '--json']);
    expect(compared.exitCode).toBe(0);
    const { same, ...lists } = JSON.parse(compared.stdout) as Record<string, unknown>;
    for (const list of ['stacks', 'regressions', 'fixes', 'changed', 'missing', 'added', 'removed', 'pictures']) {
      expect([list, lists[list]]).toEqual([list, []]);
    }
    expect(same).toBeGreaterThan(10);
  });
});
