import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { freePort, qemuOf, whileNextRuns } from './breakage.ts';
import { Workspace } from './cli.ts';
import { expectNothingLeft } from './leftovers.ts';

/** Stops the guest's processors through a monitor of QEMU: it is there, and does nothing any more. */
function stopThroughMonitor(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () =>
      socket.write('{"execute":"qmp_capabilities"}\n{"execute":"stop"}\n'),
    );
    socket.once('error', reject).on('data', (data) => {
      if (!data.includes('STOP')) return;
      socket.destroy();
      resolve();
    });
  });
}

describe('guests that die under their cases, one after the other', () => {
  it('cost each case one attempt, which the record tells, and the rest goes on', async () => {
    await using space = await Workspace.create();
    const port = await freePort();
    const monitor = ['--qemu-arg=-qmp', `--qemu-arg=tcp:127.0.0.1:${port},server=on,wait=off`];
    const child = space.start(['run', 'protocol/identity', 'self/nap', ...monitor, 'self/nap@*']);
    await whileNextRuns(space, 'protocol/identity');
    process.kill(await qemuOf(space), 'SIGKILL');
    await whileNextRuns(space, 'self/nap');
    await stopThroughMonitor(port);
    await whileNextRuns(space, 'self/nap@2');
    process.kill(await qemuOf(space), 'SIGSTOP');
    const { exitCode, stderr } = await child;
    expect(exitCode, stderr).toBe(1);

    const { results, boots, footer, missing } = await space.record();
    expect(missing).toEqual([]);
    expect(footer).toMatchObject({ complete: true, exit: 1, findings: [] });
    expect(
      results.map(({ id, verdict, attempts }) => [id, verdict, ...attempts.map(({ outcome }) => outcome)]),
    ).toEqual([
      ['protocol/identity', 'ok', 'pass'],
      ['self/nap', 'flaky', 'lost', 'pass'],
      ['self/nap@2', 'flaky', 'lost', 'pass'],
      ['self/nap@3', 'flaky', 'lost', 'pass'],
      ['self/nap@4', 'ok', 'pass'],
    ]);
    expect(results[1]?.message).toMatch(/QEMU ended \((SIGKILL|status 137)\)/);
    expect(results[2]?.message).toContain('QEMU answers its monitor, and says that the guest is paused');
    expect(results[3]?.message).toMatch(/stopped by a signal: .*qemu/);
    expect(boots).toHaveLength(4);
    await expectNothingLeft(space);
  });
});
