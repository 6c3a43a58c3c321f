import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Console } from '../../../runner/guest/console.ts';
import { GuestLink } from '../../../runner/guest/guest-link.ts';
import { lookAtGpu } from '../../../runner/guest/readiness.ts';
import { Stages } from '../../../runner/guest/stages.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'readiness-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A console that shows these lines, looked at over a link that was never connected: every command on it fails. */
async function gpuStage(lines: string): Promise<{ finding: string | null; stages: Stages }> {
  const path = join(folder, 'console.log');
  writeFileSync(path, lines);
  const link = new GuestLink({ host: '127.0.0.1', port: 1, user: 'root', privateKey: '', hostKey: null });
  const stages = new Stages(1, () => {});
  return { finding: await lookAtGpu(link, stages, new Console(path)), stages };
}

it("takes init's word for the render node, whichever of ssh and gpu was first", async () => {
  const { finding, stages } = await gpuStage(
    'venus-suite-init: gpu /dev/dri/renderD128\r\nvenus-suite-init: ssh\r\nvenus-suite-init: ready\r\n',
  );
  expect(finding).toBeNull();
  expect(stages.results).toMatchObject([{ stage: 'gpu', ok: true, detail: '/dev/dri/renderD128' }]);
});

it.each(['venus-suite-init: gpu missing\r\n', 'venus-suite-init: ssh\r\n'])(
  'finds no render node in %j',
  async (lines) => {
    const { finding, stages } = await gpuStage(lines);
    expect(finding).toContain('stage gpu');
    expect(stages.results).toMatchObject([{ stage: 'gpu', ok: false }]);
  },
);
