import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packageRoot } from '../../../runner/base/paths.ts';
import { encodePng } from '../../../runner/judge/picture.ts';
import type { Result } from '../../../runner/record/schema.ts';
import { footerOf, headerOf, resultOf } from '../record/lines.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'venus-suite-compare-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const recordOf = (run: string): string => join(root, run, 'record.jsonl');

/** Writes a run's folder; without a footer it is one that is still being written. */
function write(run: string, results: Result[], end: 'footer' | 'none' = 'footer', fields = {}): string {
  const ids = results.map(({ id }) => id);
  const lines = [headerOf(ids, { run, ...fields }), ...results, ...(end === 'footer' ? [footerOf()] : [])];
  mkdirSync(join(root, run), { recursive: true });
  writeFileSync(recordOf(run), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return join(root, run);
}

/** The same on a disk that takes no file above so many KiB. */
async function onFullDisk(kib: number, ...args: string[]) {
  const bin = join(packageRoot, 'bin', 'venus-suite.js');
  const words = ['-c', `ulimit -f ${kib}; exec "$0" "$@"`, process.execPath, bin, ...args];
  const { exitCode, stderr } = await execa('bash', words, { cwd: root, reject: false });
  return { exitCode, stderr };
}

async function command(...args: string[]) {
  const bin = join(packageRoot, 'bin', 'venus-suite.js');
  const env = { VENUS_SUITE_RUNS: root };
  const { exitCode, stdout, stderr } = await execa(process.execPath, [bin, ...args], { cwd: root, env, reject: false });
  return { exitCode, stdout, stderr };
}

const failed = (id: string): Result =>
  resultOf(id, { outcome: 'fail', verdict: 'regression', message: '<b>it broke</b>', exit: { code: 1, signal: null } });

describe('venus-suite compare', () => {
  it('exits 1 and names what is worse, in every format', async () => {
    const [base, patch] = [
      write('base', [resultOf('a/1'), resultOf('a/2')]),
      write('patch', [resultOf('a/1'), failed('a/2')]),
    ];
    const { exitCode, stdout } = await command(
      'compare',
      base,
      patch,
      '--json',
      '--html',
      'c.html',
      '--markdown',
      'c.md',
    );
    expect(exitCode).toBe(1);
    const json = JSON.parse(stdout) as Record<string, unknown>;
    expect(Object.keys(json)).toEqual(
      expect.arrayContaining(['regressions', 'fixes', 'changed', 'added', 'removed', 'timings', 'stacks']),
    );
    expect(json).toMatchObject({
      regressions: [{ id: 'a/2', from: { outcome: 'pass' }, to: { outcome: 'fail' } }],
      same: 1,
    });
    expect(readFileSync(join(root, 'c.md'), 'utf8')).toMatch(
      /### Regressions \(1\)\n\n.*\n.*\n\| `a\/2` \| `pass → fail`/,
    );
    const html = readFileSync(join(root, 'c.html'), 'utf8');
    expect(html).toContain('<h1>1 regression; 1 case ended alike</h1>');
    expect(html).toContain('&lt;b&gt;it broke&lt;/b&gt;');
    expect(html).not.toContain('<b>it broke');
    const text = await command('compare', base, patch);
    expect(text.stdout).toMatch(/Regressions \(1\)\n.*\n {2}a\/2 +pass → fail/);
    expect((await command('compare', patch, base)).exitCode).toBe(0);
  });

  it('puts several runs in a matrix', async () => {
    const runs = [
      write('one', [resultOf('a/1'), resultOf('a/2')]),
      write('two', [failed('a/1'), resultOf('a/2')]),
      write('three', [resultOf('a/2')]),
    ];
    const { stdout, exitCode } = await command('compare', ...runs);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/case +tcg-arm64-16k #1 +tcg-arm64-16k #2 +tcg-arm64-16k #3\n {2}a\/1 +pass +fail +·/);
  });

  it('marks a run that is still being written, or was cut, and is not good', async () => {
    const whole = write('whole', [resultOf('a/1')]);
    const unfinished = await command('compare', whole, write('going-on', [resultOf('a/1')], 'none'));
    expect([unfinished.exitCode, unfinished.stdout]).toEqual([
      1,
      expect.stringContaining('it did not come to its end'),
    ]);
    const cut = write('cut', [resultOf('a/1')], 'none');
    appendFileSync(recordOf('cut'), '{"type":"foot');
    const truncated = await command('compare', whole, cut);
    expect([truncated.exitCode, truncated.stdout]).toEqual([
      1,
      expect.stringContaining('the last line of its record was cut'),
    ]);
  });

  it.each([
    ['a foreign file', 'hello\n', /record\.jsonl:1: not JSON/],
    ['another JSON', '{"type":"log"}\n', /record\.jsonl:1: not a line of a record/],
    [
      'a newer schema',
      `${JSON.stringify({ ...headerOf(['a/1']), schema: 9 })}\n`,
      /a record of schema 9; this program reads up to 1/,
    ],
    ['an empty file', '', /does not begin with its header/],
  ])('refuses %s with the line and a next step', async (_what, text, message) => {
    const whole = write('whole', [resultOf('a/1')]);
    const foreign = write('foreign', []);
    writeFileSync(recordOf('foreign'), text);
    const { exitCode, stderr } = await command('compare', whole, foreign);
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(message)]);
    expect(stderr).toContain('Next: ');
  });

  it('compares pictures, and says which one is missing', async () => {
    const picture = async (run: string, red: number): Promise<Result> => {
      const path = 'cases/a--1/actual.png';
      const file = join(root, run, path);
      mkdirSync(dirname(file), { recursive: true });
      const data = new Uint8Array(16).fill(255);
      data[4] = red;
      writeFileSync(file, await encodePng({ width: 2, height: 2, data }));
      return resultOf('a/1', { files: [{ name: 'cube', role: 'actual', path, bytes: 1 }] });
    };
    const runs = [write('one', [await picture('one', 255)]), write('two', [await picture('two', 250)])];
    expect(JSON.parse((await command('compare', ...runs, '--json')).stdout).pictures).toEqual([
      {
        id: 'a/1',
        run: 'tcg-arm64-16k #2',
        name: 'cube',
        files: { from: 'cases/a--1/actual.png', to: 'cases/a--1/actual.png' },
        difference: { pixels: 1, of: 4, largest: 5 },
      },
    ]);
    rmSync(join(root, 'two', 'cases'), { recursive: true });
    const { stdout } = await command('compare', ...runs);
    expect(stdout).toMatch(/cube +not compared: this run: cases\/a--1\/actual\.png is missing/);
  });

  it('says that a file cannot be written, and leaves no half of it', async () => {
    const runs = [write('one', [resultOf('a/1')]), write('two', [resultOf('a/1')])];
    const full = await onFullDisk(8, 'compare', ...runs, '--html', 'c.html');
    expect([full.exitCode, full.stderr]).toEqual([
      3,
      expect.stringMatching(/c\.html: the report cannot be written: .*EFBIG/),
    ]);
    expect(readdirSync(root).toSorted()).toEqual(['one', 'two']);
    const { exitCode, stderr } = await command('compare', ...runs, '--markdown', join(root, 'absent', 'c.md'));
    expect([exitCode, stderr]).toEqual([3, expect.stringContaining('absent/c.md: the report cannot be written')]);
  });
});

describe('venus-suite merge', () => {
  const shard = (i: number, results: Result[]): string =>
    write(`shard-${i}`, results, 'footer', { plan: { ids: results.map(({ id }) => id), query: [], shard: `${i}/2` } });

  it('makes one run of its shards, with its reports and their files', async () => {
    const shards = [shard(1, [resultOf('a/1')]), shard(2, [failed('a/2')])];
    mkdirSync(join(root, 'shard-2', 'cases', 'a--2'), { recursive: true });
    writeFileSync(join(root, 'shard-2', 'cases', 'a--2', 'actual.png'), 'x');
    mkdirSync(join(root, 'shard-2', 'logs'));
    writeFileSync(join(root, 'shard-2', 'logs', 'qemu.log'), 'y');
    const { exitCode, stdout } = await command('merge', ...shards, '--out', 'merged', '--json');
    const { record, verdicts, exit } = JSON.parse(stdout) as { record: string; verdicts: object; exit: number };
    expect([exitCode, exit, verdicts]).toEqual([1, 1, { ok: 1, regression: 1 }]);
    const dir = dirname(record);
    expect(readFileSync(join(dir, 'cases', 'a--2', 'actual.png'), 'utf8')).toBe('x');
    expect(readFileSync(join(dir, 'shards', '2', 'logs', 'qemu.log'), 'utf8')).toBe('y');
    expect(readFileSync(join(dir, 'report.junit.xml'), 'utf8')).toMatch(
      /tests="2" .*failures="1"|failures="1".*tests="2"/,
    );
  });

  it('leaves nothing behind where it cannot merge', async () => {
    const { exitCode, stderr } = await command('merge', shard(1, [resultOf('a/1')]), '--out', 'merged');
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('shard 2/2 is missing')]);
    expect(readdirSync(root)).toEqual(['shard-1']);
  });

  it('leaves no half of a run on a full disk', async () => {
    const shards = [shard(1, [resultOf('a/1')]), shard(2, [resultOf('a/2')])];
    const { exitCode, stderr } = await onFullDisk(1, 'merge', ...shards, '--out', join(root, 'merged'));
    expect([exitCode, stderr]).toEqual([
      3,
      expect.stringMatching(/record\.jsonl: the record cannot be written: .*EFBIG/),
    ]);
    expect(readdirSync(join(root, 'merged'))).toEqual([]);
  });
});

describe('venus-suite gate', () => {
  it('takes finished runs, and writes for the pull request', async () => {
    const runs = { base: write('base', [resultOf('a/1')]), patch: write('patch', [failed('a/1')]) };
    const worse = await command('gate', '--base', runs.base, '--patch', runs.patch, '--json', '--markdown', 'g.md');
    expect(worse.exitCode).toBe(1);
    expect(JSON.parse(worse.stdout)).toMatchObject({ exit: 1, regressions: [{ id: 'a/1', patch: { bad: 1, of: 1 } }] });
    expect(readFileSync(join(root, 'g.md'), 'utf8')).toContain('## ✗ venus-suite gate');
    expect((await command('gate', '--base', runs.patch, '--patch', runs.base)).exitCode).toBe(0);
  });

  it('does not judge a run that is not whole, and refuses what makes no sense', async () => {
    const [base, half] = [write('base', [resultOf('a/1')]), write('half', [resultOf('a/1')], 'none')];
    const unfinished = await command('gate', '--base', base, '--patch', half);
    expect([unfinished.exitCode, unfinished.stderr]).toEqual([2, expect.stringContaining('did not come to its end')]);
    const changed = await command('gate', '--base', base, '--patch', base, '--patch-host-env', 'A=1');
    expect([changed.exitCode, changed.stderr]).toEqual([2, expect.stringContaining('cannot be changed any more')]);
    const same = await command('gate', '--base', 'host');
    expect([same.exitCode, same.stderr]).toEqual([2, expect.stringContaining('the same stack')]);
    const absent = await command('gate', '--base', 'host', '--patch-qemu', 'absent');
    expect([absent.exitCode, absent.stderr]).toEqual([2, expect.stringContaining('--patch-qemu')]);
  });
});
