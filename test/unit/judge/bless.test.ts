import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { registerBless } from '../../../runner/commands/bless.ts';
import { planExpectations } from '../../../runner/judge/bless-expectations.ts';
import { compareWithGolden } from '../../../runner/judge/golden.ts';
import { goldenPaths, writeGolden } from '../../../runner/judge/golden-store.ts';
import { encodePng, type Picture } from '../../../runner/judge/picture.ts';
import type { Expectation } from '../../../runner/plan/expectation.ts';
import type { Result } from '../../../runner/record/schema.ts';
import { RecordWriter } from '../../../runner/record/writer.ts';
import { footerOf, headerOf, resultOf } from '../record/lines.ts';
import { gradient, paint } from './pictures.ts';

const PROFILE = 'lavapipe-mesa26.1';
const changed = gradient((x, y) => (x === 3 && y === 4 ? [35, 40, 128, 255] : null));

let root: string;
let goldenRoot: string;
let runDir: string;
let output: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'venus-suite-bless-'));
  goldenRoot = join(root, 'golden');
  runDir = join(root, 'r1');
  mkdirSync(runDir);
  output = '';
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      output += String(text);
      return true;
    });
  }
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = 0;
  rmSync(root, { recursive: true, force: true });
});

/** A result as a run records it: compared with the goldens as they are now. */
async function ran(id: string, { width, height, data }: Picture, fields: Partial<Result> = {}): Promise<Result> {
  const path = join(root, 'fetched.rgba');
  writeFileSync(path, data);
  const { check, files } = await compareWithGolden({
    case: { id, golden: 'image' },
    profile: PROFILE,
    announced: [{ event: 'file', name: 'f.rgba', media: 'image/x-rgba8', width, height }],
    fetched: [{ name: 'f.rgba', path, bytes: data.length }],
    goldenRoot,
    runDir,
  });
  const base = resultOf(id, { checks: [{ name: 'drew', ok: true }, check], files });
  const failed = { outcome: 'fail', verdict: 'regression', message: check.message ?? '' } as const;
  return { ...base, ...(check.ok ? {} : failed), ...fields };
}

function record(results: Result[], withFooter = true): void {
  const writer = RecordWriter.create(runDir);
  writer.append(headerOf(results.map(({ id }) => id)));
  for (const result of results) writer.append(result);
  if (withFooter) writer.append(footerOf({ exit: 1 }));
  writer.close();
}

async function bless(...args: string[]): Promise<void> {
  const program = new Command().exitOverride();
  registerBless(program);
  await program.parseAsync(['bless', runDir, ...args, '--goldens', goldenRoot], { from: 'user' });
}

describe('bless of goldens', () => {
  it('writes a missing golden with its provenance, after which the same picture passes', async () => {
    record([await ran('graphics/cube', gradient()), resultOf('sync/fence')]);
    await bless('--yes');
    expect(output).toMatch(/graphics\/cube\n {2}old: none\n {2}new: .*actual\.png/);
    const { meta } = goldenPaths(goldenRoot, 'graphics/cube', PROFILE, 'image');
    expect(JSON.parse(readFileSync(meta, 'utf8'))).toMatchObject({
      profile: PROFILE,
      run: headerOf([]).run,
      size: '16x12',
      stack: expect.stringContaining('QEMU 11.1.2'),
      comparison: { metric: 'exact' },
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect((await ran('graphics/cube', gradient())).outcome).toBe('pass');
    expect((await ran('graphics/cube', changed)).outcome).toBe('fail');
  });

  it('shows what changes, keeps the comparison, and writes nothing in a dry run or without --yes', async () => {
    const comparison = { metric: 'perceptual', threshold: 0.01, maxDifferingFraction: 0, reason: 'edges' } as const;
    const paths = goldenPaths(goldenRoot, 'graphics/cube', PROFILE, 'image');
    const provenance = { profile: PROFILE, run: 'r0', date: '2026-11-21T00:00:00.000Z', stack: 's', size: '16x12' };
    await writeGolden(paths, await encodePng(gradient()), { ...provenance, comparison });
    const before = readFileSync(paths.golden);
    const white = paint(16, 12, () => [255, 255, 255, 255]);
    record([await ran('graphics/cube', white)]);

    await bless('--dry-run');
    expect(output).toMatch(
      /192 of 192 pixels change, 192 by its metric, largest channel difference 255, within x 0 to 15/,
    );
    await expect(bless()).rejects.toThrow(/no terminal/);
    expect(readFileSync(paths.golden).equals(before)).toBe(true);

    await bless('--yes');
    expect(JSON.parse(readFileSync(paths.meta, 'utf8'))).toMatchObject({ comparison, run: headerOf([]).run });
    expect((await ran('graphics/cube', white)).outcome).toBe('pass');
  });

  it('gives a profile that passed by a shared golden an exact one of its own, once', async () => {
    const comparison = { metric: 'near', largest: 255, reason: 'drivers' } as const;
    const shared = goldenPaths(goldenRoot, 'graphics/cube', 'any', 'image');
    const provenance = { profile: 'any', run: 'r0', date: '2026-11-21T00:00:00.000Z', stack: 's', size: '16x12' };
    await writeGolden(shared, await encodePng(gradient()), { ...provenance, comparison });
    const near = await ran('graphics/cube', changed);
    expect(near.outcome).toBe('pass');
    record([near]);
    await bless('--yes');
    const { meta } = goldenPaths(goldenRoot, 'graphics/cube', PROFILE, 'image');
    expect(JSON.parse(readFileSync(meta, 'utf8'))).toMatchObject({ profile: PROFILE, comparison: { metric: 'exact' } });
    expect((await ran('graphics/cube', gradient())).outcome).toBe('fail');
  });

  it('mends a corrupt golden', async () => {
    const paths = goldenPaths(goldenRoot, 'graphics/cube', PROFILE, 'image');
    mkdirSync(join(goldenRoot, 'graphics/cube'), { recursive: true });
    writeFileSync(paths.golden, 'garbage');
    record([await ran('graphics/cube', gradient())]);
    await bless('--yes');
    expect(output).toMatch(/old: corrupt/);
    expect((await ran('graphics/cube', gradient())).outcome).toBe('pass');
  });

  it('takes only what the query names', async () => {
    record([await ran('graphics/cube', gradient()), await ran('graphics/triangle', gradient())]);
    await bless('graphics/triangle', '--yes');
    expect(existsSync(join(goldenRoot, 'graphics/triangle'))).toBe(true);
    expect(existsSync(join(goldenRoot, 'graphics/cube'))).toBe(false);
    await expect(bless('graphics/tirangle', '--yes')).rejects.toThrow(/tirangle/);
  });

  it.each([
    ['a probe that crashed', { exit: { code: null, signal: 'SIGSEGV' } }, /did not finish/],
    [
      'another check that failed',
      {
        checks: [
          { name: 'drew', ok: false },
          { name: 'golden', ok: false },
        ],
      },
      /check drew failed too/,
    ],
    ['a picture that is not there', { files: [] }, /left nothing/],
    [
      'a path out of the run',
      { files: [{ name: 'a', role: 'actual' as const, path: '../../etc/passwd', bytes: 1 }] },
      /lies outside of the run/,
    ],
  ])('refuses %s', async (_what, fields, message) => {
    record([await ran('graphics/cube', gradient(), fields)]);
    await expect(bless('--yes')).rejects.toThrow(/can be blessed/);
    expect(output).toMatch(message);
    expect(existsSync(goldenRoot)).toBe(false);
  });

  it('refuses a run without a footer', async () => {
    record([await ran('graphics/cube', gradient())], false);
    await expect(bless('--yes')).rejects.toThrow(/record\.jsonl has no footer/);
  });

  it('takes equal variants as one golden, and refuses those that differ', async () => {
    record([
      await ran('graphics/cube', gradient()),
      await ran('graphics/cube@a', gradient()),
      await ran('graphics/cube@b', changed),
    ]);
    await bless('graphics/cube', 'graphics/cube@a', '--yes');
    expect(output).toContain('Wrote 1 golden.');
    rmSync(goldenRoot, { recursive: true });
    await expect(bless('--yes')).rejects.toThrow(/can be blessed/);
    expect(output).toMatch(/graphics\/cube@b: not blessed: it shares its golden with graphics\/cube/);
  });

  it('says so where there is nothing to do', async () => {
    record([resultOf('sync/fence')]);
    await bless();
    expect(output).toMatch(/Nothing to bless/);
  });
});

describe('planExpectations', () => {
  const given = { reason: 'r', link: 'l' };
  const entry = (id: string): Expectation => ({ case: id, outcome: 'fail', match: 'x', reason: 'old', link: 'l' });
  const failed = (id: string, message: string): Result =>
    resultOf(id, {
      outcome: 'fail',
      verdict: 'regression',
      message: `${message} [more]`,
      attempts: [{ outcome: 'fail', message, durationMs: 1 }],
    });

  it('adds a failure with a match for its own message and no other', () => {
    const { after, difference } = planExpectations([entry('a/0')], [failed('a/1', 'got 1 (of 2)?')], given);
    expect(after).toEqual([
      entry('a/0'),
      { case: 'a/1', outcome: 'fail', match: '^got 1 \\(of 2\\)\\?', reason: 'r', link: 'l' },
    ]);
    expect(new RegExp(after[1]?.match ?? '').test('got 1 (of 2)?')).toBe(true);
    expect(difference[0]).toBe('+ {');
  });

  it('replaces what was expected of that case, and takes out what is fixed', () => {
    const plan = planExpectations(
      [entry('a/1'), entry('a/2')],
      [failed('a/1', 'm'), resultOf('a/2', { verdict: 'fixed' })],
      given,
    );
    expect(plan.after.map(({ match }) => match)).toEqual(['^m']);
    expect(plan.difference.filter((line) => line === '- {')).toHaveLength(2);
  });

  it('needs a reason and a link only for what comes in', () => {
    expect(() => planExpectations([], [failed('a/1', 'm')], { reason: 'r' })).toThrow(/reason and a link/);
    expect(planExpectations([entry('a/2')], [resultOf('a/2', { verdict: 'fixed' })], {}).after).toEqual([]);
  });

  it('refuses what no expectation can hold', () => {
    const results = [
      resultOf('a/1', { verdict: 'flaky' }),
      resultOf('a/2', { verdict: 'infra', outcome: 'infra' }),
      resultOf('a/3', { verdict: 'fixed' }),
    ];
    const plan = planExpectations([entry('a/*')], results, given);
    expect(plan.refusals.map(({ id }) => id)).toEqual(['a/1', 'a/2', 'a/3']);
    expect(plan.difference).toEqual([]);
  });
});
