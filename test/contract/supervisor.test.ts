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
  't/fork-bomb': 'bomb() { bomb | bomb & }; bomb; while :; do :; done',
  't/memory-hog': 'exec awk \'BEGIN { s = "x"; while (1) s = s s }\'',
  't/endless-loop': 'while :; do :; done',
  't/ok': 'exit 0',
  't/uses': 'i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done',
  't/kills-supervisor': 'kill -KILL $PPID; sleep 30',
  't/stops-supervisor': 'kill -STOP $PPID; exit 0',
  't/fills-folder': 'mkdir -p a/b; for i in 1 2 3; do : >a/b/$i; done; ln -s / root; chmod 0 a/b; exit 0',
  't/words-of-kernel': 'for i in 1 2 3; do echo "<6>case line $1-$i" >/dev/kmsg; done',
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

  it('that faults has the fault in its lines of the kernel log: where, and in which file', async () => {
    const seen = await run('self/segfault');
    expect(seen).toMatchObject({ ended: 'exit', exitCode: null, signal: 'SIGSEGV' });
    expect(sliceOf(seen, 'dmesg')).toMatch(/segfault\[\d+\]: unhandled exception: .* in segfault\[/);
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

  it("has exactly its own lines of the kernel's log, case after case, with nothing of the runner's between", async () => {
    const slices: string[] = [];
    for (const tag of ['a', 'b', 'c']) slices.push(sliceOf(await run('t/words-of-kernel', { args: [tag] }), 'dmesg'));
    const texts = slices.map((slice) => slice.replaceAll(/^\[ *[\d.]+\] /gm, ''));
    expect(texts).toEqual(['a', 'b', 'c'].map((tag) => [1, 2, 3].map((n) => `case line ${tag}-${n}\n`).join('')));
    const whole = readFileSync(join(real.runDir, 'logs/boot-1/dmesg.log'), 'utf8');
    expect(whole).toContain(`${slices.join('')}`);
    expect(whole).toContain('Linux version');
    expect(whole).not.toContain('lends its supervisor no');
  });

  it('tells what it used', async () => {
    const { resources, processMs } = await run('t/uses');
    expect(resources?.userMs).toBeGreaterThan(1);
    expect((resources?.userMs ?? 0) + (resources?.systemMs ?? 0)).toBeLessThan((processMs ?? 0) + 20);
    expect(resources?.maxRssKiB).toBeGreaterThan(100);
    expect(resources?.oomKills).toBe(0);
  });

  it('ends when the run is stopped', async () => {
    const controller = new AbortController();
    const running = run('t/never-ends', { signal: controller.signal });
    setTimeout(() => controller.abort(), 300);
    expect((await running).ended).toBe('aborted');
    expect(await real.guest.alive()).toBe(true);
  });
});

describe('a probe that does its worst', () => {
  const leavesAllWell = async (): Promise<void> => {
    expect(await real.guest.alive()).toBe(true);
    expect(await run('t/ok')).toMatchObject({ ended: 'exit', exitCode: 0 });
  };

  it('as a fork bomb, is killed with all its children at the bound', async () => {
    const seen = await run('t/fork-bomb', { bounds: { alarm: 1_000, kill: 1_500, deadline: 15_000 } });
    expect(seen).toMatchObject({ ended: 'killed', signal: 'SIGKILL' });
    await leavesAllWell();
    const { stdout } = await real.guest.link.exec('ps | grep -c "[f]ork-bomb"', { timeoutMs: 5_000 });
    expect(stdout.toString()).toBe('0\n');
  });

  it('as a memory hog, is killed by its own bound of memory, and the guest is not', async () => {
    const seen = await run('t/memory-hog', { bounds: { alarm: 30_000, kill: 40_000, deadline: 50_000 } });
    expect(seen).toMatchObject({ ended: 'exit', exitCode: null, signal: 'SIGKILL' });
    expect(seen.resources?.oomKills).toBeGreaterThan(0);
    expect(sliceOf(seen, 'dmesg')).toContain('Memory cgroup out of memory');
    await leavesAllWell();
  });

  it('as an endless loop, is killed at the bound', async () => {
    const seen = await run('t/endless-loop', { bounds: { alarm: 300, kill: 500, deadline: 15_000 } });
    expect(seen).toMatchObject({ ended: 'killed', signal: 'SIGKILL' });
    expect(seen.processMs).toBeGreaterThanOrEqual(499);
    expect(seen.processMs).toBeLessThan(2_500);
    await leavesAllWell();
  });

  it('leaves a folder that the next one does not see', async () => {
    expect(await run('t/fills-folder')).toMatchObject({ ended: 'exit', exitCode: 0 });
    expect((await run('t/speaks')).stderr).toContain('empty');
    await leavesAllWell();
  });

  it('kills the supervisor: the case is lost, and the next one has a fresh one', async () => {
    const seen = await run('t/kills-supervisor');
    expect(seen).toMatchObject({ ended: 'lost', exitCode: null });
    expect(seen.reason).toContain('supervisor');
    expect((await run('t/sleepers')).exitCode).toBe(0);
    const { stdout } = await real.guest.link.exec('ps | grep -c "[k]ills-supervisor"', { timeoutMs: 5_000 });
    expect(stdout.toString()).toBe('0\n');
    await leavesAllWell();
  });

  it('stops the supervisor: no answer is no pass', async () => {
    const bounds = { alarm: 1_000, kill: 1_000, deadline: 2_000 };
    const seen = await run('t/stops-supervisor', { bounds });
    expect(seen).toMatchObject({ ended: 'deadline', exitCode: null });
    await leavesAllWell();
  });
});
