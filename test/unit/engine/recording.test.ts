import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RecordClock } from '../../../runner/engine/clock.ts';
import { Recording } from '../../../runner/engine/recording.ts';
import type { Case } from '../../../runner/plan/case.ts';
import type { Plan } from '../../../runner/plan/plan.ts';
import { noStackOptions } from '../../../runner/plan/stack-options.ts';
import type { Target } from '../../../runner/plan/target.ts';
import { type RunRecord, readRecord } from '../../../runner/record/reader.ts';
import type { BootLine } from '../../../runner/record/schema.ts';
import { RecordWriter } from '../../../runner/record/writer.ts';
import { headerOf, resultOf } from '../record/lines.ts';

const { stack } = headerOf([]);
const planOf = (...ids: string[]): Plan => ({
  target: { name: 'tcg-arm64-16k' } as Target,
  cases: ids.map((id) => ({ id }) as Case),
  query: [],
  shard: null,
});
const bootLine = (finding: string | null = null): BootLine => ({
  type: 'boot',
  at: new RecordClock().now(),
  stages: [],
  finding,
  infra: null,
});

let runDir: string;
beforeEach(() => {
  runDir = mkdtempSync(join(tmpdir(), 'recording-'));
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(runDir, { recursive: true });
});

function recordingOf(plan: Plan, resumed: RunRecord | null = null) {
  const writer = resumed ? RecordWriter.resume(resumed.path) : RecordWriter.create(runDir);
  return new Recording({ writer, clock: new RecordClock(), run: 'r', plan, stack: noStackOptions, repeat: 1, resumed });
}

describe('Recording', () => {
  it('writes the header first, once, whoever of several guests is up first', async () => {
    const recording = recordingOf(planOf('a/1'));
    recording.boot(bootLine());
    await Promise.all([recording.open(stack), recording.open(stack)]);
    recording.boot(bootLine());
    recording.result(resultOf('a/1'));
    expect(recording.close([], false)).toMatchObject({ complete: true, exit: 0 });
    const record = readRecord(runDir);
    expect(record.boots).toHaveLength(2);
    expect(record.results).toHaveLength(1);
  });

  it('records nothing after its footer', async () => {
    const recording = recordingOf(planOf('a/1', 'a/2'));
    await recording.open(stack);
    recording.close(['stopped by SIGINT'], false);
    recording.boot(bootLine());
    recording.result(resultOf('a/1'));
    expect(readRecord(runDir)).toMatchObject({ results: [], footer: { complete: false, exit: 1 } });
  });

  it('counts what the record had before, with the findings of its boots, and forgets that it was stopped', async () => {
    const first = recordingOf(planOf('a/1', 'a/2'));
    first.boot(bootLine('stage venus: none'));
    await first.open(stack);
    first.result(resultOf('a/1'));
    first.close(['stopped by SIGINT'], false);
    const second = recordingOf(planOf('a/2'), readRecord(runDir));
    await second.open(stack);
    second.result(resultOf('a/2', { outcome: 'fail', verdict: 'known' }));
    const footer = second.close([], false);
    expect(footer).toMatchObject({ complete: true, counts: { pass: 1, fail: 1 }, findings: ['stage venus: none'] });
    expect(readRecord(runDir).footer).toEqual(footer);
  });

  it('refuses to go on with another stack, and leaves the record as it was', async () => {
    const first = recordingOf(planOf('a/1'));
    await first.open(stack);
    const before = readRecord(runDir);
    const second = recordingOf(planOf('a/1'), before);
    await expect(second.open({ ...stack, guestMesa: '26.2.0' })).rejects.toThrow(/guest Mesa 26\.2\.0/);
    await expect(second.open({ ...stack, commandLine: ['qemu', 'other'] })).resolves.toBeUndefined();
    expect(readRecord(runDir)).toEqual(before);
  });

  it('never tells of an end before its beginning, though the clock steps back', async () => {
    const recording = recordingOf(planOf('a/1'));
    await recording.open(stack);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 3_600_000 });
    const { finishedAt } = recording.close([], false);
    expect(Date.parse(finishedAt)).toBeGreaterThanOrEqual(Date.parse(readRecord(runDir).header.startedAt));
  });
});
