import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OwnedProcess } from '../../runner/guest/child-process.ts';
import { Qmp } from '../../runner/guest/qmp.ts';
import { ensureHostStack } from '../../runner/stack/host-stack.ts';

let folder = '';
let socket = '';
let qemu: OwnedProcess;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'qmp-'));
  socket = join(folder, 'qmp');
  const host = await ensureHostStack('forky', (line) => process.stderr.write(`${line}\n`));
  const args = ['-M', 'none', '-display', 'none', '-nodefaults', '-qmp', `unix:${socket},server=on,wait=off`];
  const argv = host.command(['qemu-system-aarch64', ...args], { folders: [{ path: folder, writable: true }] });
  qemu = new OwnedProcess(argv, join(folder, 'qemu.log'));
});
afterEach(async () => {
  await qemu.kill();
  rmSync(folder, { recursive: true });
});

describe('Qmp with a real QEMU', () => {
  it('waits for the socket, greets, and tells the version', async () => {
    const qmp = await Qmp.connect(socket, 10_000);
    expect(qmp.version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(await qmp.execute('query-status')).toMatchObject({ running: true });
    qmp.close();
  });

  it("passes QEMU's own words on where a command fails, and goes on", async () => {
    const qmp = await Qmp.connect(socket, 10_000);
    await expect(qmp.execute('no-such-command')).rejects.toThrow(/no-such-command/);
    expect(await qmp.monitor('info status')).toContain('running');
    qmp.close();
  });

  it('gives each of several commands its own answer', async () => {
    const qmp = await Qmp.connect(socket, 10_000);
    const [status, kinds] = await Promise.all([qmp.execute('query-status'), qmp.execute('query-machines')]);
    expect(status).toHaveProperty('running');
    expect(Array.isArray(kinds)).toBe(true);
    qmp.close();
  });

  it('hears events, and a command that waits when QEMU ends is told', async () => {
    const qmp = await Qmp.connect(socket, 10_000);
    const events: string[] = [];
    qmp.onEvent(({ event }) => events.push(event));
    await qmp.execute('stop');
    await qmp.execute('query-status');
    expect(events).toContain('STOP');
    const waiting = qmp.execute('query-status', {}, 10_000).catch((error: Error) => error.message);
    await qemu.kill();
    expect(await waiting).toBeDefined();
    await expect(qmp.execute('query-status')).rejects.toThrow(/QMP/);
  });

  it('a second client is not left waiting for ever: QEMU serves one at a time', async () => {
    const first = await Qmp.connect(socket, 10_000);
    const began = performance.now();
    await expect(Qmp.connect(socket, 500)).rejects.toThrow(/QMP/);
    expect(performance.now() - began).toBeLessThan(5_000);
    first.close();
  });
});

describe('Qmp without a QEMU', () => {
  it('names the socket that nobody listens on', async () => {
    await expect(Qmp.connect(join(folder, 'none'), 100)).rejects.toThrow(join(folder, 'none'));
  });

  it('refuses what is not QMP', async () => {
    const path = join(folder, 'other');
    const server = createServer((peer) => peer.end('SSH-2.0-other\r\n'));
    await new Promise<void>((resolve) => server.listen(path, resolve));
    await expect(Qmp.connect(path, 500)).rejects.toThrow();
    server.close();
  });
});
