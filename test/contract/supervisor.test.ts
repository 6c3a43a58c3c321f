import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS, type ProbeRun } from '../../runner/guest/guest.ts';
import { makeRealGuest, type RealGuest, request } from './real-guest.ts';

const file = (name: string): string => `echo '{"event":"file","name":"${name}","media":"text/plain"}' >&3`;

const SCRIPTS = {
  't/speaks': `echo '{"event":"hello","protocol":1,"probe":"t/speaks"}' >&3
echo "fd $VENUS_SUITE_FD alarm $VENUS_SUITE_ALARM_MS"
[ "$PWD" = "$VENUS_SUITE_OUT" ] && [ -z "$(ls -A)" ] && echo empty
echo "$VN_DEBUG|$QUOTED"; for word in "$@"; do echo "<$word>" >&2; done
exit 77`,
  't/segv': 'kill -SEGV $$',
  't/alarm': 'kill -ALRM $$',
  't/never-ends': "trap '' TERM ALRM HUP; while :; do sleep 1; done",
  't/leaves-children': "setsid sh -c 'setsid sleep 777' & sleep 778 & exit 3",
  't/sleepers': "ps | grep -c '[s]leep 77'; exit 0",
  't/floods-output': 'exec yes aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
  't/floods-protocol': 'exec yes >&3',
  't/yes-left': 'pidof yes; exit 0',
  't/files': `echo '{"event":"hello","protocol":1,"probe":"t/files"}' >&3
echo data >plain.txt; ln -s /etc/passwd link.txt; mkdir folder.txt
${['plain.txt', 'link.txt', 'folder.txt', 'absent.txt'].map(file).join('\n')}`,
  't/prints-to-kernel-log': "echo '<3>venus: response 0x1200 (command 0x10c)' >/dev/kmsg",
};

let real: RealGuest;
beforeAll(async () => {
  real = await makeRealGuest(SCRIPTS);
  await real.boot();
});
afterAll(() => real[Symbol.asyncDispose]());

const run = (...args: Parameters<typeof request>): Promise<ProbeRun> => real.guest.runProbe(request(...args));
const sliceOf = ({ logs }: ProbeRun, log: string): string => {
  const slice = logs.find((candidate) => candidate.log === log);
  return slice ? readFileSync(join(real.runDir, slice.file)).subarray(slice.start, slice.end).toString() : '';
};

describe('the boot', () => {
  it('went through every stage in order', () => {
    expect(real.stages.map(({ stage, ok }) => [stage, ok])).toEqual(
      ['process', 'kernel', 'init', 'ssh', 'gpu', 'venus'].map((stage) => [stage, true]),
    );
  });
});

describe('a probe in the guest', () => {
  it('gets what the protocol promises, word for word, and its status comes back', async () => {
    const args = ["it's", '$HOME', 'two words', '*'];
    const seen = await run('t/speaks', { args, env: { QUOTED: "a'b $c", VN_DEBUG: 'wsi' } });
    expect(seen).toMatchObject({ ended: 'exit', exitCode: 77, signal: null });
    expect(seen.protocol).toBe('{"event":"hello","protocol":1,"probe":"t/speaks"}\n');
    expect(seen.stderr).toBe(
      `fd 3 alarm 10000\nempty\ninit,result,wsi|a'b $c\n${args.map((word) => `<${word}>\n`).join('')}`,
    );
    expect(sliceOf(seen, 'guest-stderr')).toBe(seen.stderr);
    expect(seen.processMs).toBeGreaterThan(0);
    expect(seen.processMs).toBeLessThan(seen.durationMs);
  });

  it('that ends by a signal is not one that ends with a status', async () => {
    expect(await run('t/segv')).toMatchObject({ ended: 'exit', exitCode: null, signal: 'SIGSEGV' });
    expect(await run('t/alarm')).toMatchObject({ ended: 'exit', exitCode: null, signal: 'SIGALRM' });
  });

  it('that is not there was never started', async () => {
    const seen = await run('t/none');
    expect(seen).toMatchObject({ ended: 'not-started', exitCode: null });
    expect(seen.reason).toContain('t/none');
  });

  it("that never ends is killed at the guest's bound", async () => {
    const seen = await run('t/never-ends', { bounds: { alarm: 500, kill: 1_000, deadline: 15_000 } });
    expect(seen).toMatchObject({ ended: 'killed', exitCode: null, signal: 'SIGKILL' });
    expect(seen.durationMs).toBeLessThan(5_000);
  });

  it('that outlives the deadline is given up, and ended all the same', async () => {
    const seen = await run('t/never-ends', { bounds: { alarm: 500, kill: 60_000, deadline: 1_000 } });
    expect(seen).toMatchObject({ ended: 'deadline', exitCode: null });
    const { stdout } = await real.guest.link.exec('ps | grep -c "[n]ever-ends"', { timeoutMs: 5_000 });
    expect(stdout.toString()).toBe('0\n');
  });

  it('leaves no child behind, not even one in a session of its own', async () => {
    expect(await run('t/leaves-children')).toMatchObject({ ended: 'exit', exitCode: 3 });
    expect((await run('t/sleepers')).stderr).toBe('0\n');
  });

  it.each(['t/floods-output', 't/floods-protocol'])('%s is stopped within seconds, at its limit', async (probe) => {
    const seen = await run(probe);
    expect(seen).toMatchObject({ ended: 'flooded', exitCode: null });
    expect(seen.stderr.length).toBeLessThanOrEqual(LIMITS.stderr);
    expect(seen.protocol.length).toBeLessThanOrEqual(LIMITS.protocol);
    expect(seen.durationMs).toBeLessThan(8_000);
    expect((await run('t/yes-left')).stderr).toBe('');
  });

  it('gives plain files only', async () => {
    const seen = await run('t/files');
    expect(
      seen.files.map(({ name, bytes }) => [name, bytes]),
      seen.fileErrors.join(),
    ).toEqual([['plain.txt', 5]]);
    expect(readFileSync(seen.files[0]?.path ?? '', 'utf8')).toBe('data\n');
    expect(seen.fileErrors.map((error) => error.split(':')[0])).toEqual(['link.txt', 'folder.txt', 'absent.txt']);
  });

  it("has its own lines of the kernel's log, and no other case has them", async () => {
    expect(sliceOf(await run('t/prints-to-kernel-log'), 'dmesg')).toMatch(
      /^\[ *\d+\.\d+\] venus: response 0x1200 .*\n$/,
    );
    expect(sliceOf(await run('t/segv'), 'dmesg')).not.toContain('response');
  });

  it('ends when the run is stopped', async () => {
    const controller = new AbortController();
    const running = run('t/never-ends', { signal: controller.signal });
    setTimeout(() => controller.abort(), 300);
    expect((await running).ended).toBe('aborted');
    expect(await real.guest.alive()).toBe(true);
  });
});
