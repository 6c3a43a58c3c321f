import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test, vi } from 'vitest';
import { runPlan } from '../../../runner/engine/run-plan.ts';
import type { BootReport, Guest, ProbeRequest, ProbeRun } from '../../../runner/guest/guest.ts';
import { expandSuites } from '../../../runner/plan/catalogue.ts';
import { makePlan } from '../../../runner/plan/plan.ts';
import { RecordWriter } from '../../../runner/record/writer.ts';
import { tcgArm64With16k } from '../../../vmimages/targets/tcg-arm64.ts';

const FIRST = 10_000;
const LAST = 100_000;
/** A result kept whole is more than 1 KiB: 90,000 of them would be some 100 MiB. What is kept is a byte each, taken at the start. */
const GROWTH_BYTES = 3 << 20;

function probeRun({ probe }: ProbeRequest): ProbeRun {
  const events = [
    { event: 'hello', protocol: 1, probe },
    { event: 'check', name: 'a check that passed', ok: true, expected: '1', actual: '1' },
    { event: 'end', outcome: 'pass' },
  ];
  return {
    protocol: events.map((event) => `${JSON.stringify(event)}\n`).join(''),
    stderr: '',
    exitCode: 0,
    signal: null,
    ended: 'exit',
    reason: null,
    durationMs: 10,
    processMs: 5,
    files: [],
    fileErrors: [],
    logs: [],
  };
}

// No VM runs 100,000 cases within a test: this one answers at once, and all above the Guest interface is the real thing.
const guest: Guest = {
  boot: async () => {
    const nothing = { qemu: null, virglrenderer: null, hostDriver: null, guestKernel: null, guestPageSize: null };
    const stack = {
      ...nothing,
      guestMesa: null,
      deviceName: null,
      accelerator: null,
      orderedStores: null,
      boundedRingSleep: null,
      profile: 'none',
    };
    const report: BootReport = {
      stages: [],
      finding: null,
      stack: { ...stack, packages: { guest: [], host: [] }, commandLine: [] },
    };
    return report;
  },
  runProbe: async (request) => probeRun(request),
  alive: async () => true,
  close: async () => {},
};
vi.mock(import('../../../runner/guest/create-guest.ts'), () => ({ createGuest: async () => guest }));

function heapBytes(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

test('100,000 cases take no more memory than 10,000', { timeout: 120_000 }, async () => {
  const runDir = mkdtempSync(join(tmpdir(), 'venus-suite-memory-'));
  const spec = (_: unknown, index: number) => ({ name: `case-${index}`, title: 'a case', catches: 'nothing' });
  const cases = expandSuites([{ area: 'many', title: 'many', cases: Array.from({ length: LAST }, spec) }]);
  const writer = RecordWriter.create(runDir);
  const heap: number[] = [];
  let results = 0;
  try {
    const input = {
      plan: makePlan({ target: tcgArm64With16k, cases }),
      stack: { qemuArgs: [], hostEnv: {}, guestEnv: {} },
      expectations: [],
      hostUnder: null,
      goldenRoot: runDir,
      run: 'memory',
      runDir,
      writer,
      observer: {
        note: () => {},
        stage: () => {},
        start: () => {},
        result: () => {
          results += 1;
          if (results === FIRST || results === LAST) heap.push(heapBytes());
        },
      },
      signal: new AbortController().signal,
      resumed: null,
      jobs: 1,
      repeat: 1,
      onStart: () => {},
    };
    const footer = await runPlan(input);
    expect(footer).toMatchObject({ complete: true, counts: { pass: LAST }, exit: 0 });
    // The results are on the disk.
    expect(statSync(writer.path).size).toBeGreaterThan(LAST * 300);
  } finally {
    writer.close();
    rmSync(runDir, { recursive: true, force: true });
  }
  const [first = 0, last = Number.POSITIVE_INFINITY] = heap;
  expect(last - first).toBeLessThan(GROWTH_BYTES);
});
