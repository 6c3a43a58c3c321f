import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeRunKeys } from '../../runner/guest/keys.ts';
import { HostKeyError, type SshAddress, SshConnection } from '../../runner/guest/ssh-connection.ts';
import { type ExecOptions, sshExec } from '../../runner/guest/ssh-exec.ts';
import { makeRealGuest, type RealGuest, request } from './real-guest.ts';

let real: RealGuest;
let address: SshAddress;
beforeAll(async () => {
  real = await makeRealGuest({ 't/waits': 'sleep 30', 't/ok': 'exit 0' });
  await real.boot();
  address = real.guest.address;
});
afterAll(() => real[Symbol.asyncDispose]());

const limits = { stdout: 1 << 16, stderr: 1 << 16 };
async function exec(command: string, options: Partial<ExecOptions> = {}) {
  const connection = await SshConnection.connect(address, 10_000);
  try {
    return await sshExec(connection, command, { timeoutMs: 10_000, limits, ...options });
  } finally {
    connection.close();
  }
}

describe('SshConnection', () => {
  it('refuses a host that does not have the key it was booted with', async () => {
    const other = { ...address, hostKey: makeRunKeys().host.publicKey };
    await expect(SshConnection.connect(other, 10_000)).rejects.toThrow(HostKeyError);
  });

  it('does not get in with another key', async () => {
    const other = { ...address, privateKey: makeRunKeys().client.privateKey };
    await expect(SshConnection.connect(other, 10_000)).rejects.toThrow(/authentication/);
  });

  it('gives up on a port that accepts and then says nothing', async () => {
    const server: Server = createServer(() => {});
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const bound = server.address();
    const port = typeof bound === 'object' ? (bound?.port ?? 0) : 0;
    await expect(SshConnection.connect({ ...address, port }, 300)).rejects.toThrow(/handshake/);
    server.close();
  });

  it('names a port that refuses', async () => {
    await expect(SshConnection.connect({ ...address, port: 1 }, 1_000)).rejects.toThrow(/127\.0\.0\.1:1/);
  });
});

describe('sshExec', () => {
  it('keeps both streams and the status', async () => {
    const result = await exec('echo out; echo err >&2; exit 5');
    expect(result).toMatchObject({ ended: 'exit', code: 5 });
    expect([result.stdout.toString(), result.stderr.toString()]).toEqual(['out\n', 'err\n']);
  });

  it('stops a flood at the limit, byte for byte, and the link goes on', async () => {
    const connection = await SshConnection.connect(address, 10_000);
    const flood = await sshExec(connection, 'exec yes', { timeoutMs: 20_000, limits });
    expect(flood).toMatchObject({ ended: 'flooded', code: null });
    expect(flood.stdout).toHaveLength(limits.stdout);
    expect(await sshExec(connection, 'true', { timeoutMs: 5_000, limits })).toMatchObject({ ended: 'exit', code: 0 });
    connection.close();
  });

  it('does not wait for a child that keeps the pipes open', async () => {
    const began = performance.now();
    expect(await exec('sleep 20 & exit 4')).toMatchObject({ ended: 'exit', code: 4 });
    expect(performance.now() - began).toBeLessThan(8_000);
  });

  it('keeps its deadline', async () => {
    expect(await exec('sleep 20', { timeoutMs: 300 })).toMatchObject({ ended: 'deadline', code: null });
  });

  it('a cut link is no success', async () => {
    const connection = await SshConnection.connect(address, 10_000);
    const running = sshExec(connection, 'sleep 20', { timeoutMs: 10_000, limits });
    setTimeout(() => connection.close(), 300);
    const result = await running;
    expect(result).toMatchObject({ ended: 'lost', code: null });
    expect(result.reason).toContain('ssh link');
    expect(await sshExec(connection, 'true', { timeoutMs: 1_000, limits })).toMatchObject({
      ended: 'lost',
      code: null,
    });
  });

  it('a command that a signal ends is no success', async () => {
    expect((await exec('kill -KILL $$')).code).not.toBe(0);
  });
});

describe('the guest', () => {
  it('forwards its port on the loopback only', () => {
    expect(address.host).toBe('127.0.0.1');
    expect(real.guest.machine.sshPort).toBeGreaterThan(1023);
  });

  it('reaches nothing of the host but through its ssh', async () => {
    const callers: string[] = [];
    const server: Server = createServer((socket) => {
      callers.push(`${socket.remoteAddress}`);
      socket.end('you are in\n');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const bound = server.address();
    const port = typeof bound === 'object' ? (bound?.port ?? 0) : 0;
    // The gateway of QEMU's user network is the host's loopback.
    const result = await exec(`nc -w 2 10.0.2.2 ${port} </dev/null; echo status $?`);
    server.close();
    expect(result.stdout.toString()).toMatch(/^status [1-9]/);
    expect(callers).toEqual([]);
  });

  it('comes back after its link was cut', async () => {
    real.guest.link.close();
    expect(await real.guest.runProbe(request('t/ok'))).toMatchObject({ ended: 'lost', exitCode: null });
    expect(await real.guest.alive()).toBe(true);
    expect(await real.guest.runProbe(request('t/ok'))).toMatchObject({ ended: 'exit', exitCode: 0 });
  });

  // From here on the guest is used up.
  it('that is frozen misses the deadline, also where the channel never opens, and is not alive', async () => {
    await real.guest.machine.qmp.execute('stop');
    const bounds = { alarm: 1_000, kill: 1_000, deadline: 1_500 };
    const seen = await real.guest.runProbe(request('t/ok', { bounds }));
    expect(seen).toMatchObject({ ended: 'deadline', exitCode: null });
    expect(await real.guest.alive()).toBe(false);
    await real.guest.machine.qmp.execute('cont');
    // TCP waits longer between its attempts the longer nobody answered.
    await expect.poll(() => real.guest.alive(), { timeout: 30_000 }).toBe(true);
  });

  it('that dies under a probe loses it, and says how', async () => {
    const running = real.guest.runProbe(request('t/waits'));
    setTimeout(() => void real.guest.link.exec('echo c >/proc/sysrq-trigger', { timeoutMs: 5_000 }), 500);
    const seen = await running;
    expect(seen).toMatchObject({ ended: 'lost', exitCode: null });
    expect(seen.reason).toContain('Kernel panic');
    expect(await real.guest.alive()).toBe(false);
  });
});
