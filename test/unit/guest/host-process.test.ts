import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../../runner/guest/guest.ts';
import { runHostProcess } from '../../../runner/guest/host-process.ts';

const bounds = { alarm: 3_000, kill: 4_000, deadline: 5_000 };
const sh = (script: string, over: Partial<typeof bounds> = {}, signal?: AbortSignal) =>
  runHostProcess({
    argv: ['sh', '-c', script],
    cwd: '/',
    bounds: { ...bounds, ...over },
    ...(signal ? { signal } : {}),
  });

describe('runHostProcess', () => {
  it('keeps the protocol apart from what the probe prints, and passes its status on', async () => {
    const run = await sh('echo one >&3; echo two; echo three >&2; exit 77');
    expect(run).toMatchObject({ protocol: 'one\n', ended: 'exit', exitCode: 77, signal: null });
    expect(run.stderr.split('\n').toSorted()).toEqual(['', 'three', 'two']);
  });

  it('tells a signal from a status, its own or as a shell reports it', async () => {
    expect(await sh('kill -SEGV $$')).toMatchObject({ ended: 'exit', exitCode: null, signal: 'SIGSEGV' });
    expect(await sh('exit 134')).toMatchObject({ ended: 'exit', exitCode: null, signal: 'SIGABRT' });
  });

  it('kills what does not end at the bound', async () => {
    const run = await sh("trap '' TERM ALRM; while :; do sleep 1; done", { kill: 300 });
    expect(run).toMatchObject({ ended: 'killed', exitCode: null, signal: 'SIGKILL' });
    expect(run.processMs).toBeLessThan(3_000);
  });

  it('stops a flood on either stream at its limit', async () => {
    const output = await sh('exec yes');
    expect(output).toMatchObject({ ended: 'flooded', exitCode: null });
    expect(output.stderr).toHaveLength(LIMITS.stderr);
    const protocol = await sh('exec yes >&3');
    expect(protocol.ended).toBe('flooded');
    expect(protocol.protocol).toHaveLength(LIMITS.protocol);
  });

  it('does not wait for a child that keeps the pipes open', async () => {
    const run = await sh('sleep 63 & exit 0');
    expect(run).toMatchObject({ ended: 'exit', exitCode: 0 });
    expect(run.processMs).toBeLessThan(2_500);
  });

  it('ends when the run is stopped, also before it began', async () => {
    const controller = new AbortController();
    const running = sh('sleep 64', {}, controller.signal);
    controller.abort();
    expect((await running).ended).toBe('aborted');
    expect((await sh('sleep 65', {}, controller.signal)).ended).toBe('aborted');
  });

  it('tells a program that cannot start', async () => {
    expect(await runHostProcess({ argv: ['/no/such/program'], cwd: '/', bounds })).toMatchObject({
      ended: 'not-started',
    });
  });
});
