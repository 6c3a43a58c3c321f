import { mkdir, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Diagnosis } from '../../runner/diagnose/answer.ts';
import {
  buildFaultLayer,
  buildGuestParts,
  FAULT_FILE_VARIABLE,
  FAULT_VARIABLE,
  guestLayerEnv,
} from '../faults/build-parts.ts';
import { until, Workspace } from './cli.ts';
import { vulkanHeaders } from './headers.ts';
import { expectNothingLeft } from './leftovers.ts';

const read = (stdout: string): Diagnosis => JSON.parse(stdout) as Diagnosis;

describe('venus-suite diagnose', () => {
  it.each([
    [['sync/fence-emty'], /sync\/fence-emty/, /Did you mean sync\/fence-empty,/],
    [['sync/fence-*'], /names \d+/, /diagnose takes one: sync\/fence-/],
    [['host/log-clean'], /judges a whole run/, /diagnose one of these/],
    [['sync/fence-empty', '--target', 'tcg-arm65'], /tcg-arm65/, /tcg-arm64-16k/],
    [['drm/capset', '--target', 'host'], /needs a VM/, /Choose a target/],
    [['sync/fence-empty', '--budget', 'soon'], /--budget soon/, /--budget 60/],
  ])('%j exits 2, names it and says what to do', async (args, names, next) => {
    await using space = await Workspace.create();
    const { exitCode, stdout, stderr } = await space.run(['diagnose', ...args]);
    expect(exitCode, stderr).toBe(2);
    expect(stderr).toMatch(names);
    expect(stderr).toMatch(next);
    expect(stdout).toBe('');
    expect(await space.runs()).toEqual([]);
  });

  it('says of a case that passes that it passes, after five runs, and exits 0', async () => {
    await using space = await Workspace.create();
    const { exitCode, stdout, stderr } = await space.run(['diagnose', 'sync/fence-empty']);
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toContain('It passes: there is nothing to diagnose.');
    expect(stdout).toContain('5 of 5 passed');
    await expectNothingLeft(space);
  });

  it("finds the host driver's lost fill behind a fence that never signals, without a word of the fill in it", async () => {
    await using space = await Workspace.create();
    const layer = await buildFaultLayer(space.path('layer'), await vulkanHeaders());
    const options = ['--host-layer', layer, '--host-env', `${FAULT_VARIABLE}=fill-dropped`];
    const { exitCode, stdout, stderr } = await space.run(['diagnose', 'sync/fence-empty', '--json', ...options]);
    expect(exitCode, stderr).toBe(1);
    const { outcome, cause, evidence, experiments } = read(stdout);
    expect(outcome).toBe('fail');
    expect(cause).toMatchObject({ id: 'host-wrong-result', component: 'host-driver' });
    expect(evidence.join('\n')).toContain("transfer/fill on the host's driver without a VM: fail");
    expect(experiments[0]).toEqual({ change: "the host's driver without a VM", outcome: 'pass' });
  });

  it('takes what changed the guest out of the stack, and blames the guest where the case then passes', async () => {
    await using space = await Workspace.create();
    const overlay = await buildGuestParts(space.path('overlay'), await vulkanHeaders());
    const env = Object.entries(guestLayerEnv('guest-queue2-null')).flatMap(([name, value]) => [
      '--guest-env',
      `${name}=${value}`,
    ]);
    const args = ['diagnose', 'protocol/queue-get', '--json', '--overlay', overlay, ...env];
    const { exitCode, stdout, stderr } = await space.run(args);
    expect(exitCode, stderr).toBe(1);
    const { cause, evidence, experiments } = read(stdout);
    expect(cause).toMatchObject({ id: 'only-in-the-guest', component: 'guest-driver' });
    expect(experiments).toContainEqual({ change: 'without --overlay, --guest-env', outcome: 'pass' });
    expect(evidence).toContain('without --overlay, --guest-env: pass');
    await expectNothingLeft(space);
  });

  it('says how often an unstable case fails', async () => {
    await using space = await Workspace.create();
    const layer = await buildFaultLayer(space.path('layer'), await vulkanHeaders());
    const file = space.path('layer', 'fault');
    await writeFile(file, 'none');
    const options = ['--host-layer', layer, '--host-env', `${FAULT_FILE_VARIABLE}=${file}`];
    const child = space.start(['diagnose', 'sync/fence-empty', '--json', ...options]);
    child.stderr?.on('data', (text: Buffer) => {
      // The driver goes wrong after the first run, for as long as one or two of the next begin.
      if (!text.toString().includes('as it is: pass')) return;
      void writeFile(file, 'fill-dropped').then(async () => {
        await sleep(1000);
        await writeFile(file, 'none');
      });
    });
    const { exitCode, stdout, stderr } = await child;
    expect(exitCode, stderr).toBe(1);
    const { cause, experiments } = read(stdout);
    expect(cause).toMatchObject({ id: 'unstable' });
    expect(experiments[0]?.change).toMatch(/^[1-4] of 5 runs passed$/);
  });

  it('diagnoses a stack that does not boot by its stage, and exits 3', async () => {
    await using space = await Workspace.create();
    await mkdir(space.path('overlay'));
    await writeFile(space.path('overlay', 'init'), '#!/bin/sh\nexit 7\n', { mode: 0o755 });
    const options = ['--overlay', space.path('overlay')];
    const { exitCode, stdout, stderr } = await space.run(['diagnose', 'protocol/identity', '--json', ...options]);
    expect(exitCode, stderr).toBe(3);
    const { outcome, cause, experiments } = read(stdout);
    expect(outcome).toBe('infra');
    expect(cause).toMatchObject({ id: 'guest-panic', component: 'guest-kernel' });
    // What was given for this run is the first suspect: without it the guest comes up.
    expect(experiments).toEqual([{ change: 'without --overlay', outcome: 'pass' }]);
    expect(await space.leftovers()).toEqual([]);
  });

  it('stopped by Ctrl-C exits 130, answers nothing and leaves nothing behind', async () => {
    await using space = await Workspace.create();
    const child = space.start(['diagnose', 'sync/fence-empty', '--json']);
    const booting = await until(
      async () => (await space.leftovers()).some((line) => line.includes('qemu-system')),
      120_000,
    );
    expect(booting).toBe(true);
    await sleep(1000);
    child.kill('SIGINT');
    const { exitCode, stdout, stderr } = await child;
    expect(exitCode, stderr).toBe(130);
    expect(stdout).toBe('');
    expect(stderr).toContain('stopped by SIGINT');
    await expectNothingLeft(space);
  });
});
