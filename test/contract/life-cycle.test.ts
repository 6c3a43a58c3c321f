import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { InfraError } from '../../runner/base/errors.ts';
import { isRunning, processTree } from '../../runner/guest/process-tree.ts';
import { reapStaleFolders } from '../../runner/guest/temp-folder.ts';
import { makeRealGuest } from './real-guest.ts';

const gone = async (pids: readonly number[]): Promise<boolean> => {
  for (let turn = 0; turn < 100 && pids.some(isRunning); turn++)
    await new Promise((resolve) => setTimeout(resolve, 50));
  return !pids.some(isRunning);
};

describe('a guest that cannot be reached', () => {
  it('because its init ends: the panic, the tail of the console and a next step', async () => {
    await using real = await makeRealGuest();
    const overlay = join(real.folder, 'overlay');
    mkdirSync(overlay);
    writeFileSync(join(overlay, 'init'), '#!/bin/sh\nexit 7\n', { mode: 0o755 });
    await using broken = await makeRealGuest({}, { stack: { overlay } });
    const error = await broken.boot().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InfraError);
    expect(error).toMatchObject({
      message: expect.stringContaining('Attempted to kill init'),
      hint: expect.any(String),
    });
    expect((error as InfraError).tail).toContain('do_exit');
    expect(broken.stages.at(-1)).toMatchObject({ stage: 'init', ok: false });
  });

  it("because QEMU does not start: QEMU's own words", async () => {
    await using real = await makeRealGuest({}, { stack: { qemuArgs: ['-device', 'no-such-device'] } });
    const error = await real.boot().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ message: expect.stringContaining('no-such-device'), exitCode: 3 });
    expect(real.stages.map(({ stage, ok }) => [stage, ok])).toEqual([['process', false]]);
  });

  it('because it is closed while it boots: nothing is left', async () => {
    await using real = await makeRealGuest();
    const booting = real.boot().catch((thrown: unknown) => thrown);
    while (real.stages.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    const tree = await processTree(real.guest.machine.process.pid ?? 0);
    await Promise.all([real.guest.close(), real.guest.close()]);
    expect(await booting).toBeInstanceOf(InfraError);
    expect(tree.length).toBeGreaterThan(1);
    expect(tree.filter(isRunning)).toEqual([]);
  });
});

describe('a stack without Venus', () => {
  it.each([
    ['hostmem off', { hostmem: null }, 'hostmem'],
    ['venus=off', { venus: false }, 'venus=off'],
  ])('%s is a finding: the guest is up and the stage venus tells', async (_, gpu, told) => {
    const device = { device: 'virtio-gpu-gl-pci', venus: true, blob: true, hostmem: '1G', ...gpu };
    await using real = await makeRealGuest({ 'protocol/identity': 'exit 99' }, { target: { gpu: device } });
    const report = await real.boot();
    expect(report.finding).toContain('venus');
    expect(report.finding).toContain(told);
    expect(real.stages.at(-1)).toMatchObject({ stage: 'venus', ok: false });
    expect(await real.guest.alive()).toBe(true);
  });
});

describe('a runner that is killed', () => {
  it('leaves no process behind, and its folder is cleared by the next one', async () => {
    const script = `
      const { makeRealGuest } = await import(${JSON.stringify(join(import.meta.dirname, 'real-guest.ts'))});
      const real = await makeRealGuest();
      await real.boot();
      const { pid, argv } = real.guest.machine.process;
      console.log(JSON.stringify({ pid, qmp: argv.find((word) => word.startsWith('unix:')) }));
      setInterval(() => {}, 1000);`;
    const runner = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const line = await new Promise<string>((resolve) =>
      runner.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString())),
    );
    const { pid, qmp } = JSON.parse(line) as { pid: number; qmp: string };
    const tree = await processTree(pid);
    expect(tree.length).toBeGreaterThan(2);
    runner.kill('SIGKILL');
    expect(await gone(tree)).toBe(true);
    const folder = join(qmp.replace(/^unix:/, '').split(',')[0] ?? '', '..');
    expect(existsSync(folder)).toBe(true);
    expect(reapStaleFolders()).toContain(folder);
    expect(existsSync(folder)).toBe(false);
  });
});
