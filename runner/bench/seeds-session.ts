import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { InfraError } from '../base/errors.ts';
import { OwnedProcess } from '../guest/child-process.ts';
import { readTail } from '../guest/file-tail.ts';
import { forwardedSshPort } from '../guest/forwarded-port.ts';
import { Qmp } from '../guest/qmp.ts';
import { shellCommand } from '../guest/shell-words.ts';
import { TempFolder } from '../guest/temp-folder.ts';
import type { Case } from '../plan/case.ts';
import { prepareStack } from './bare-boot.ts';
import type { BenchContext } from './measurement.ts';
import { plainQemu } from './plain-qemu.ts';
import type { SeedsDisk } from './seeds-disk.ts';

const BOOT_MS = 300_000;
/** Of one copy or one run. */
const COMMAND_MS = 60_000;
/** A person's loop asks again after a while. */
const RETRY_MS = 500;
/** Nothing on disk is asked or told about the guest's host key. */
const UNKNOWN_HOST = ['-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null', '-o', 'LogLevel=ERROR'];
/** The distribution has other drivers beside Venus; loading them would cost every probe more. */
const DRIVER = 'VK_DRIVER_FILES=/usr/share/vulkan/icd.d/virtio_icd.json';

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
  const console = temp.file('console.log');
  const folders = [dirname(disk.disk), temp.path].map((path) => ({ path, writable: path === temp.path }));
  const drive = [`file=${disk.disk},format=raw,if=none,id=disk0,snapshot=on`];
  const argv = host.command(
    [
      ...plainQemu(context.target, 'root=/dev/vda'),
      ...['-kernel', disk.kernel, '-initrd', disk.initrd, '-drive', ...drive, '-device', 'virtio-blk-pci,drive=disk0'],
      ...['-serial', `file:${console}`, '-qmp', `unix:${temp.file('qmp')},server=on,wait=off`],
    ],
    { folders },
  );
  const began = performance.now();
  const qemu = new OwnedProcess(argv, temp.file('qemu.log'));
  const gone = new AbortController();
  void qemu.exited.then(() => gone.abort());
  const qmp = await Qmp.connect(temp.file('qmp'), 20_000, gone.signal);
  try {
    const port = String(forwardedSshPort(await qmp.monitor('info usernet')));
    const login = ['-i', disk.key, ...UNKNOWN_HOST];
    const ssh = (command: string): Promise<Ended> =>
      finish('ssh', [...login, '-o', 'ConnectTimeout=10', '-p', port, 'root@127.0.0.1', command]);
    while ((await ssh('true')).code !== 0) {
      if (performance.now() - began > BOOT_MS || qemu.exit) {
        throw new InfraError('the disk image did not boot to its ssh server', { tail: readTail(console, 4096) });
      }
      await sleep(RETRY_MS);
    }
    const bootMs = performance.now() - began;
    for (const { id, probe, args, env } of cases) {
      const copied = await finish('scp', [
        ...login,
        '-P',
        port,
        `${probes}/probes/${probe}`,
        'root@127.0.0.1:/tmp/probe',
      ]);
      const words = [
        'env',
        DRIVER,
        ...Object.entries(env).map(([name, value]) => `${name}=${value}`),
        '/tmp/probe',
        ...args,
      ];
      const ended = copied.code === 0 ? await ssh(shellCommand(words)) : copied;
      // 1 is a check that failed: some are known to, and took their time all the same.
      if (ended.code !== 0 && ended.code !== 1) {
        throw new InfraError(`${id} ended with status ${ended.code} when it was run by hand`, { tail: ended.output });
      }
    }
    return { bootMs, wallMs: performance.now() - began };
  } finally {
    qmp.close();
    await qemu.kill();
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
