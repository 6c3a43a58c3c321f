import { cpSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeRecordPair } from '../../../runner/bench/record-pair.ts';
import { compareRuns } from '../../../runner/compare/compare.ts';
import { digestOf } from '../../../runner/compare/digest.ts';
import { readDigest, readDigests } from '../../../runner/compare/read-digest.ts';
import { readRecord } from '../../../runner/record/reader.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'venus-suite-digest-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const recordIn = (run: string): string => join(run, 'record.jsonl');

it('reads as a stream what the whole record says', () => {
  const { runs } = writeRecordPair(folder, 12_000);
  for (const run of runs) {
    expect(readRecord(run).results).toHaveLength(12_000);
    expect(readDigest(run)).toEqual(digestOf(readRecord(run)));
  }
});

it('reads large records in threads, and comes to the same', async () => {
  // Over 32 MiB each: in threads.
  const { runs, regressions } = writeRecordPair(folder, 60_000);
  const digests = await readDigests(runs);
  expect(digests[1]).toEqual(readDigest(runs[1]));
  const comparison = compareRuns(digests, ['first', 'second']);
  expect(comparison.regressions).toHaveLength(regressions);
  expect(comparison.same).toBe(60_000 - regressions);
  expect(comparison.stacks.map(({ part }) => part)).toEqual(['QEMU', 'host package qemu-system-arm']);
}, 60_000);

it('says of a record that was cut that it was, and names the line of one that was damaged, in a thread too', async () => {
  const { runs } = writeRecordPair(folder, 60_000);
  const [first, second] = runs;
  const text = readFileSync(recordIn(first), 'utf8');
  truncateSync(recordIn(first), text.length - 5000);
  const [cut] = await readDigests([first]);
  expect(cut).toMatchObject({ truncated: true, finished: false });
  expect(cut?.ended).toBeLessThan(60_000);

  const lines = readFileSync(recordIn(second), 'utf8').split('\n');
  lines[41_000] = lines[41_000]?.slice(0, -30) ?? '';
  writeFileSync(recordIn(second), lines.join('\n'));
  await expect(readDigests([second])).rejects.toThrow(/record\.jsonl:41001: not JSON/);
}, 60_000);

it('takes the later of two results of one case, a plain pass or not', () => {
  const { runs } = writeRecordPair(folder, 3);
  const [header = '', ...rest] = readFileSync(recordIn(runs[0]), 'utf8').trimEnd().split('\n');
  const failed = rest[1] ?? '';
  const passed = failed.replaceAll('"fail"', '"pass"').replace('"regression"', '"ok"');
  const write = (...lines: string[]): string => {
    const copy = join(folder, `copy-${lines.length}-${lines[0] === failed}`);
    cpSync(runs[0], copy, { recursive: true });
    writeFileSync(recordIn(copy), `${[header, ...lines].join('\n')}\n`);
    return copy;
  };
  expect(failed).toContain('"outcome":"fail"');
  expect(readDigest(write(failed, passed)).outcomes[1]).toBe(0);
  expect(readDigest(write(passed, failed)).outcomes[1]).toBe(1);
});
