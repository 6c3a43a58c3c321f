import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../runner/base/paths.ts';
import { sha256 } from '../../runner/judge/golden-store.ts';
import { buildFaultLayer, FAULT_VARIABLE } from '../faults/build-parts.ts';
import { Workspace } from './cli.ts';
import { vulkanHeaders } from './headers.ts';

const configOf = (changes: string): string => `
import { shippedTargets } from ${JSON.stringify(join(packageRoot, 'vmimages', 'targets', 'index.ts'))};
const base = shippedTargets.find((target) => target.name === 'tcg-arm64-16k');
export default { targets: [{ ...base, name: 'mine', inherits: ['tcg-arm64-16k'], ${changes} }] };
`;

/** Makes a golden that was changed on purpose look as if it had been blessed so. */
async function rewriteChecksum(golden: string, bytes: Uint8Array): Promise<void> {
  const path = golden.replace(/\.png$/, '.meta.json');
  const meta = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
  await writeFile(path, JSON.stringify({ ...meta, sha256: sha256(bytes) }));
}

describe('a host that loses fence feedback', () => {
  it('fails plain sync/fence-empty by time-out, passes without feedback, and exits 1', async () => {
    await using space = await Workspace.create();
    const layer = await buildFaultLayer(space.path('layer'), await vulkanHeaders());
    const finished = await space.run([
      'run',
      'sync/fence-empty',
      'sync/fence-empty@no_fence_feedback',
      '--host-layer',
      layer,
      '--host-env',
      `${FAULT_VARIABLE}=fill-dropped`,
    ]);
    expect(finished.exitCode, finished.stderr).toBe(1);
    const { results } = await space.record();
    const [plain, polled] = results;
    expect(plain).toMatchObject({ id: 'sync/fence-empty', outcome: 'fail', verdict: 'regression' });
    expect(plain?.checks.filter(({ ok }) => !ok).map(({ actual }) => actual)).toContain('VK_TIMEOUT');
    expect(polled).toMatchObject({ id: 'sync/fence-empty@no_fence_feedback', outcome: 'pass', verdict: 'ok' });
    expect(finished.stderr).toContain('sync/fence-empty');
  });
});

describe('goldens', () => {
  it('a golden with one wrong pixel fails the case, keeps three pictures and exits 1', async () => {
    await using space = await Workspace.create();
    const goldens = space.path('golden');
    await cp(join(packageRoot, 'golden'), goldens, { recursive: true });
    const golden = join(goldens, 'graphics', 'triangle', 'lavapipe-mesa26.1.png');
    const { data, info } = await sharp(golden).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
    data[0] = (data[0] ?? 0) ^ 0xff;
    const { width, height } = info;
    const wrong = await sharp(data, { raw: { width, height, channels: 4 } })
      .png()
      .toBuffer();
    await writeFile(golden, wrong);
    await rewriteChecksum(golden, wrong);
    const finished = await space.run(['run', 'graphics/triangle', '--goldens', goldens]);
    expect(finished.exitCode, finished.stderr).toBe(1);
    const { results } = await space.record();
    expect(results[0]).toMatchObject({ outcome: 'fail', verdict: 'regression' });
    expect(results[0]?.message).toMatch(/1 .*pixel/);
    expect(results[0]?.files.map(({ role }) => role).toSorted()).toEqual(['actual', 'difference', 'expected']);
  });

  it('a corrupt golden is named by its path, and the other cases keep their results', async () => {
    await using space = await Workspace.create();
    const goldens = space.path('golden');
    await cp(join(packageRoot, 'golden'), goldens, { recursive: true });
    const golden = join(goldens, 'graphics', 'triangle', 'lavapipe-mesa26.1.png');
    await writeFile(golden, 'not a picture');
    const finished = await space.run(['run', 'graphics/triangle', 'transfer/fill', '--goldens', goldens]);
    expect(finished.exitCode).toBe(1);
    const { results } = await space.record();
    expect(results.find(({ id }) => id === 'graphics/triangle')?.message).toContain(golden);
    expect(results.find(({ id }) => id === 'transfer/fill')).toMatchObject({ verdict: 'ok' });
  });

  it('a missing golden fails and says bless', async () => {
    await using space = await Workspace.create();
    const goldens = space.path('golden');
    await mkdir(goldens);
    const finished = await space.run(['run', 'graphics/triangle', '--goldens', goldens]);
    expect(finished.exitCode).toBe(1);
    expect((await space.record()).results[0]?.message).toContain('bless');
  });
});

describe('a stack that boots without a working Venus', () => {
  it('hostmem off is a finding that names the stage: the cases run, fail quickly, and the run exits 1', async () => {
    await using space = await Workspace.create();
    await writeFile(space.path('venus-suite.config.ts'), configOf('gpu: { ...base.gpu, hostmem: null }'));
    const finished = await space.run([
      'run',
      'protocol/instance',
      'protocol/identity',
      'drm/capset',
      'drm/blob-map',
      '--target',
      'mine',
    ]);
    expect(finished.exitCode, finished.stderr).toBe(1);
    const { boots, results, header, footer } = await space.record();
    expect(boots[0]?.finding).toMatch(/venus|gpu/);
    expect(results).toHaveLength(header?.plan.ids.length ?? -1);
    expect(results.filter(({ verdict }) => verdict === 'regression').length).toBeGreaterThan(0);
    expect(footer?.findings.join()).toMatch(/venus|gpu/);
    expect(finished.stderr).toMatch(/venus|gpu/);
  });
});

describe('a machine that cannot reach its guest', () => {
  it("a kernel that panics shows the console's tail and exits 3", async () => {
    await using space = await Workspace.create();
    await mkdir(space.path('overlay'));
    await writeFile(space.path('overlay', 'init'), '#!/bin/sh\nexit 7\n', { mode: 0o755 });
    const started = performance.now();
    const finished = await space.run(['run', 'protocol/identity', '--overlay', space.path('overlay')]);
    expect(finished.exitCode, finished.stderr).toBe(3);
    expect(finished.stderr).toMatch(/Kernel panic|Attempted to kill init/);
    expect(finished.stderr).toContain('Next:');
    expect(performance.now() - started).toBeLessThan(60_000);
    expect((await space.record()).footer).toMatchObject({ complete: false, exit: 3 });
    expect(await space.leftovers()).toEqual([]);
  });

  it('a refused port is named and exits 3', async () => {
    await using space = await Workspace.create();
    await writeFile(space.path('key'), 'not a key');
    const image = `image: { kind: 'running', ssh: { host: '127.0.0.1', port: 1, user: 'root', key: ${JSON.stringify(space.path('key'))} } }`;
    await writeFile(space.path('venus-suite.config.ts'), configOf(image));
    const finished = await space.run(['run', 'protocol/identity', '--target', 'mine']);
    expect(finished.exitCode, finished.stderr).toBe(3);
    expect(finished.stderr).toMatch(/127\.0\.0\.1:1|key/);
    expect(finished.stderr).toContain('Next:');
  });
});
