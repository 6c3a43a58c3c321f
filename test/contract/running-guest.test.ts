import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { RunningGuest } from '../../runner/guest/running-guest.ts';
import { foreignImage } from '../../runner/guest/vm-image.ts';
import { noStackOptions } from '../../runner/plan/stack-options.ts';
import { tcgArm64With16k } from '../../vmimages/targets/tcg-arm64.ts';
import { makeRealGuest, type RealGuest, request } from './real-guest.ts';

let real: RealGuest;
beforeAll(async () => {
  real = await makeRealGuest({ 't/files': 'echo data >a.txt; exit 3', 't/waits': 'sleep 60 & sleep 61' });
  await real.boot();
});
afterAll(() => real[Symbol.asyncDispose]());

const inGuest = async (command: string): Promise<string> =>
  (await real.guest.link.exec(command, { timeoutMs: 5_000 })).stdout.toString();
const state = (): Promise<string> =>
  inGuest('ls -A /tmp; grep -c cgroup2 /proc/mounts; ps | grep -c "[s]leep"; cat /proc/sys/debug/exception-trace');

it('a guest that somebody else booted is used, and left as it was', async () => {
  await inGuest('echo 0 >/proc/sys/debug/exception-trace');
  const before = await state();
  const { host, port, user, privateKey } = real.guest.address;
  const key = join(real.folder, 'key');
  const runDir = join(real.folder, 'second');
  writeFileSync(key, privateKey);
  mkdirSync(runDir);
  const address = { kind: 'running' as const, ssh: { host, port, user, key }, probes: real.folder };
  const image = foreignImage(address, real.folder, noStackOptions);
  const guest = new RunningGuest({ target: tcgArm64With16k, address, image, stack: noStackOptions, runDir });
  expect((await guest.boot(() => {})).finding).toBeNull();
  expect(await guest.runProbe(request('t/files'))).toMatchObject({ ended: 'exit', exitCode: 3 });
  expect(await guest.alive()).toBe(true);
  expect(await inGuest('cat /proc/sys/debug/exception-trace')).toBe('1\n');
  const waiting = guest.runProbe(request('t/waits'));
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(await inGuest('ps | grep -c "[s]leep 6"')).toBe('2\n');
  await guest.close();
  expect(await waiting).toMatchObject({ ended: 'lost', exitCode: null });
  expect(await state()).toBe(before);
  expect(await real.guest.alive()).toBe(true);
});
