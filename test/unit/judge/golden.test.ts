import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ImageComparison } from '../../../runner/judge/compare-image.ts';
import { compareWithGolden, type GoldenResult } from '../../../runner/judge/golden.ts';
import { fallbackProfiles, goldenPaths, writeGolden } from '../../../runner/judge/golden-store.ts';
import { decodePng, encodePng, type Picture } from '../../../runner/judge/picture.ts';
import type { FileEvent } from '../../../runner/judge/protocol.ts';
import { gradient, paint } from './pictures.ts';

const ID = 'graphics/cube@no_gpl';
const PROFILE = 'lavapipe-mesa26.1';

let root: string;
let goldenRoot: string;
let runDir: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'venus-suite-golden-'));
  goldenRoot = join(root, 'golden');
  runDir = join(root, 'runs', 'r1');
  mkdirSync(runDir, { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

async function bless(
  bytes: Uint8Array,
  profile: string,
  comparison: ImageComparison = { metric: 'exact' },
  kind: 'image' | 'json' = 'image',
): Promise<string> {
  const paths = goldenPaths(goldenRoot, ID, profile, kind);
  await writeGolden(paths, bytes, {
    profile,
    run: 'r0',
    date: '2026-11-21T00:00:00.000Z',
    stack: 's',
    size: '1',
    comparison,
  });
  return paths.golden;
}

function compare(bytes: Uint8Array | string, event: Partial<FileEvent>, fields: object = {}): Promise<GoldenResult> {
  const path = join(root, 'fetched');
  writeFileSync(path, bytes);
  const announced: FileEvent = { event: 'file', name: 'frame', media: 'image/png', ...event };
  return compareWithGolden({
    case: { id: ID, golden: announced.media === 'application/json' ? 'json' : 'image' },
    profile: PROFILE,
    announced: [announced],
    fetched: [{ name: 'frame', path, bytes: bytes.length }],
    goldenRoot,
    runDir,
    ...fields,
  });
}

const compareRaw = ({ width, height, data }: Picture): Promise<GoldenResult> =>
  compare(data, { media: 'image/x-rgba8', width, height });

const roles = ({ files }: GoldenResult): string[] => files.map(({ role }) => role);

describe('compareWithGolden', () => {
  it('matches a raw picture with the golden that all variants share, and keeps the actual one as PNG', async () => {
    const golden = await bless(await encodePng(gradient()), PROFILE);
    expect(golden).toBe(join(goldenRoot, 'graphics/cube', `${PROFILE}.png`));
    const result = await compareRaw(gradient());
    expect(result.check).toEqual({ name: 'golden', ok: true, expected: `golden/graphics/cube/${PROFILE}.png` });
    expect(result.files).toMatchObject([
      { role: 'actual', name: 'frame', path: 'cases/graphics--cube@no_gpl/actual.png' },
    ]);
    const kept = await decodePng(readFileSync(join(runDir, result.files[0]?.path ?? '')));
    expect(Buffer.from(kept.data).equals(Buffer.from(gradient().data))).toBe(true);
  });

  it('keeps three pictures of a mismatch and says how much differs and where', async () => {
    await bless(await encodePng(gradient()), PROFILE);
    const result = await compareRaw(gradient((x, y) => (x === 3 && y === 4 ? [35, 40, 128, 255] : null)));
    expect(result.check.ok).toBe(false);
    expect(result.check.message).toMatch(
      /1 of 192 pixels differ \(exact\), the largest channel difference is 5, within x 3 to 3, y 4 to 4/,
    );
    expect(roles(result)).toEqual(['actual', 'expected', 'difference']);
    for (const { path } of result.files) await decodePng(readFileSync(join(runDir, path)));
  });

  it('compares perceptually where the golden says so', async () => {
    await bless(await encodePng(gradient()), PROFILE, {
      metric: 'perceptual',
      threshold: 0.1,
      maxDifferingFraction: 0,
      reason: 'r',
    });
    const near = await compareRaw(gradient((x, y) => (x === 3 && y === 4 ? [31, 40, 128, 255] : null)));
    expect(near.check).toMatchObject({ ok: true, message: expect.stringContaining('0 of 192 pixels differ') });
    expect((await compareRaw(gradient((x) => (x < 8 ? [255, 255, 255, 255] : null)))).check.ok).toBe(false);
  });

  it('fails without a golden, names the bless command, and writes none', async () => {
    const result = await compareRaw(gradient());
    expect(result.check.ok).toBe(false);
    expect(result.check.message).toContain(`venus-suite bless ${runDir} ${ID}`);
    expect(roles(result)).toEqual(['actual']);
    expect(() => readdirSync(goldenRoot)).toThrow(/ENOENT/);
  });

  it('falls back to the family, then to any, and prefers its own', async () => {
    expect(fallbackProfiles(PROFILE)).toEqual([PROFILE, 'lavapipe', 'any']);
    await bless(await encodePng(gradient()), 'any');
    expect((await compareRaw(gradient())).check).toMatchObject({ ok: true, expected: 'golden/graphics/cube/any.png' });
    await bless(await encodePng(paint(16, 12, () => [0, 0, 0, 255])), 'lavapipe');
    expect((await compareRaw(gradient())).check).toMatchObject({
      ok: false,
      expected: 'golden/graphics/cube/lavapipe.png',
    });
    await bless(await encodePng(gradient()), PROFILE);
    expect((await compareRaw(gradient())).check.ok).toBe(true);
    expect(fallbackProfiles('nvidia-h200-580')).toEqual(['nvidia-h200-580', 'nvidia-h200', 'nvidia', 'any']);
    expect(fallbackProfiles('../x')).toEqual(['__x', 'any']);
  });

  it('tells a size that differs', async () => {
    await bless(await encodePng(paint(8, 8, () => [0, 0, 0, 255])), PROFILE);
    const result = await compareRaw(gradient());
    expect(result.check.message).toMatch(/is 16x12, its golden .* is 8x8/);
    expect(roles(result)).toEqual(['actual', 'expected']);
  });

  it.each([
    [
      'changed bytes',
      (golden: string) => writeFileSync(golden, 'x'),
      /corrupt golden: .*lavapipe-mesa26\.1\.png was changed/,
    ],
    ['no picture', (golden: string) => rmSync(golden), /corrupt golden: .*\.png cannot be read: ENOENT/],
    ['no provenance', (golden: string) => rmSync(golden.replace('.png', '.meta.json')), /meta\.json cannot be read/],
    [
      'broken provenance',
      (golden: string) => writeFileSync(golden.replace('.png', '.meta.json'), '{}'),
      /meta\.json: profile/,
    ],
  ])('fails on a corrupt golden: %s', async (_what, damage, message) => {
    damage(await bless(await encodePng(gradient()), PROFILE));
    const { check } = await compareRaw(gradient());
    expect(check.ok).toBe(false);
    expect(check.message).toMatch(message);
    expect(check.message).toMatch(/venus-suite bless/);
  });

  it('fails on a golden that was blessed but is no picture', async () => {
    await bless(Buffer.from('not a picture'), PROFILE);
    expect((await compareRaw(gradient())).check.message).toMatch(/corrupt golden: .*cannot be decoded/);
  });

  it.each([
    ['a picture that is cut', async () => (await encodePng(gradient())).subarray(0, 60), {}, /cannot be decoded/],
    [
      'another format',
      async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
      {},
      /it is svg, not png/,
    ],
    [
      'too few bytes',
      async () => Buffer.alloc(5),
      { media: 'image/x-rgba8', width: 2, height: 2 },
      /5 bytes, not 2x2x4/,
    ],
    ['broken JSON', async () => Buffer.from('{'), { media: 'application/json' }, /not usable JSON/],
    [
      'deep JSON',
      async () => Buffer.from(`${'['.repeat(999)}${']'.repeat(999)}`),
      { media: 'application/json' },
      /deep/,
    ],
  ] as const)('fails on what cannot be compared: %s', async (_what, bytes, event, message) => {
    const { check } = await compare(await bytes(), event);
    expect(check).toMatchObject({ ok: false, message: expect.stringMatching(message) });
  });

  it('wants exactly one file', async () => {
    const two: FileEvent[] = ['a', 'b'].map((name) => ({ event: 'file', name, media: 'image/png' }));
    expect((await compare('', {}, { announced: [] })).check.message).toMatch(/announced no file/);
    expect((await compare('', {}, { announced: two })).check.message).toMatch(/announced 2 files/);
    expect((await compare('', {}, { fetched: [] })).check.message).toMatch(/frame was not fetched/);
  });

  it('names the first path of JSON that differs, and lists all of them in a file', async () => {
    await bless(Buffer.from('{"limits":{"a":1,"b":2}}'), PROFILE, { metric: 'exact' }, 'json');
    expect((await compare('{ "limits": {"b":2, "a":1} }', { media: 'application/json' })).check.ok).toBe(true);
    const result = await compare('{"limits":{"a":3,"b":4}}', { media: 'application/json' });
    expect(result.check.message).toMatch(/\$\.limits\.a: expected 1, got 3 \(and 1 more differences\)/);
    expect(readFileSync(join(runDir, result.files.at(-1)?.path ?? ''), 'utf8')).toContain(
      '$.limits.b: expected 2, got 4',
    );
    expect(dirname(result.files[0]?.path ?? '')).toBe('cases/graphics--cube@no_gpl');
  });
});
