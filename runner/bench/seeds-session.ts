import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { InfraError } from '../base/errors.ts';
import { BootLogs } from '../guest/logs.ts';
import { QemuMachine } from '../guest/qemu-machine.ts';
import { shellCommand } from '../guest/shell-words.ts';
import { TempFolder } from '../guest/temp-folder.ts';
import type { Case } from '../plan/case.ts';
import { prepareStack } from './bare-boot.ts';
import type { BenchContext } from './measurement.ts';
import { plainQemu } from './plain-qemu.ts';
import type { SeedsDisk } from './seeds-disk.ts';

const BOOT_MS = 300_000;
const QMP_MS = 20_000;
/** Of one copy or one run. */
const COMMAND_MS = 60_000;
/** A person's loop asks again after a while. */
const RETRY_MS = 500;
/** Nothing on disk is asked or told about the guest's host key. */
const UNKNOWN_HOST = ['-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null', '-o', 'LogLevel=ERROR'];

export interface SeedsTimes {
  /** From QEMU's start to an ssh that ran a command. */
  bootMs: number;
  /** From QEMU's start to the last probe's answer. */
  wallMs: number;
}

/** Boots the disk, then copies and runs one probe after the other with scp and ssh, one connection each. */
export async function seedsSession(
  context: BenchContext,
  disk: SeedsDisk,
  probes: string,
  cases: readonly Case[],
): Promise<SeedsTimes> {
  const { host } = await prepareStack(context);
  const temp = TempFolder.create(context.scratch);
  const logs = BootLogs.create(temp.path);
  const folders = [dirname(disk.disk), temp.path].map((path) => ({ path, writable: path === temp.path }));
  const drive = `file=${disk.disk},format=raw,if=none,id=disk0,snapshot=on`;
  const argv = host.command(
    [
      ...plainQemu(context.target, 'root=/dev/vda'),
      ...['-kernel', disk.kernel, '-initrd', disk.initrd, '-drive', drive, '-device', 'virtio-blk-pci,drive=disk0'],
      ...['-serial', `file:${logs.path('console')}`, '-qmp', `unix:${temp.file('qmp')},server=on,wait=off`],
    ],
    // What the guest writes goes there; QEMU's own choice, /var/tmp, is not in the sandbox.
    { folders, env: { TMPDIR: temp.path } },
  );
  const began = performance.now();
  const qemu = new QemuMachine(argv, logs, temp);
  try {
    await qemu.connect(temp.file('qmp'), QMP_MS);
    const login = ['-i', disk.key, ...UNKNOWN_HOST];
    const ssh = (command: string): Promise<Ended> =>
      finish('ssh', [...login, '-o', 'ConnectTimeout=10', '-p', String(qemu.sshPort), 'root@127.0.0.1', command]);
    while ((await ssh('true')).code !== 0) {
      if (performance.now() - began > BOOT_MS || qemu.process.exit) {
        throw new InfraError('the disk image did not boot to its ssh server', { tail: logs.tail('console') });
      }
      await sleep(RETRY_MS);
    }
    const bootMs = performance.now() - began;
    for (const { id, probe, args, env } of cases) {
      const copied = await finish('scp', [
        ...login,
        '-P',
        String(qemu.sshPort),
        `${probes}/probes/${probe}`,
        'root@127.0.0.1:/tmp/probe',
      ]);
      const words = ['env', ...Object.entries(env).map(([name, value]) => `${name}=${value}`), '/tmp/probe', ...args];
      const ended = copied.code === 0 ? await ssh(shellCommand(words)) : copied;
      // 1 is a check that failed: some are known to, and took their time all the same.
      if (ended.code !== 0 && ended.code !== 1) {
        throw new InfraError(`${id} ended with status ${ended.code} when it was run by hand`, { tail: ended.output });
      }
    }
    return { bootMs, wallMs: performance.now() - began };
  } finally {
    await qemu.close();
    temp.remove();
  }
}

interface Ended {
  /** Null where it ended otherwise than by itself. */
  code: number | null;
  output: string;
}

function finish(program: string, args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(program, args, { timeout: COMMAND_MS, encoding: 'utf8' }, (_, stdout, stderr) =>
      resolve({ code: child.exitCode, output: `${stdout}${stderr}` }),
    );
  });
}
