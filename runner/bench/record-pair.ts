import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { RECORD_NAME } from '../record/run-folder.ts';
import { type Footer, type Header, RECORD_SCHEMA, type Result } from '../record/schema.ts';

/** Lines that are written at once. */
const BATCH = 2000;
const TIMED_EVERY = 20;
const FAILS_EVERY = 1000;
const LOST_EVERY = 10_000;

const STARTED_AT = '2026-01-01T00:00:00.000Z';

function header(run: string, ids: readonly string[], qemu: string): Header {
  return {
    type: 'header',
    schema: RECORD_SCHEMA,
    run,
    target: 'tcg-arm64-16k',
    startedAt: STARTED_AT,
    revision: null,
    stack: {
      qemu,
      virglrenderer: '1.3.0',
      hostDriver: 'lavapipe 26.1.6',
      guestKernel: '7.2',
      guestPageSize: 16_384,
      guestMesa: '26.1.6',
      deviceName: 'Virtio-GPU Venus (llvmpipe)',
      accelerator: 'tcg',
      orderedStores: true,
      boundedRingSleep: true,
      profile: 'lavapipe-mesa26.1',
      packages: { guest: ['libdrm2 2.4.134', 'mesa-vulkan-drivers 26.1.6'], host: [`qemu-system-arm ${qemu}`] },
      commandLine: ['qemu-system-aarch64', '-smp', '2'],
    },
    plan: { ids: [...ids], query: [], shard: null },
  };
}

/** A result as most are: what fence cases leave, one metric, one in twenty with enough values to compare. */
function result(id: string, index: number, lost: boolean): Result {
  const failed = lost || index % FAILS_EVERY === 1;
  const outcome = failed ? 'fail' : 'pass';
  const message = failed ? `vkWaitForFences: expected VK_SUCCESS, got VK_TIMEOUT (case ${index})` : '';
  const durationMs = 40 + (index % 977) / 7;
  const values = Array.from(
    { length: index % TIMED_EVERY === 0 ? 20 : 1 },
    (_, i) => 8e5 + ((index * 31 + i * 7919) % 65_521),
  );
  return {
    type: 'result',
    id,
    outcome,
    verdict: failed ? 'regression' : 'ok',
    message,
    attempts: [{ outcome, message, durationMs }],
    durationMs,
    processMs: durationMs - 2.5,
    exit: { code: failed ? 1 : 0, signal: null },
    checks: [
      { name: 'vkQueueSubmit', ok: true, expected: 'VK_SUCCESS', actual: 'VK_SUCCESS' },
      { name: 'vkWaitForFences', ok: !failed, expected: 'VK_SUCCESS', actual: failed ? 'VK_TIMEOUT' : 'VK_SUCCESS' },
    ],
    metrics: [{ name: 'submit to signal', unit: 'ns', values, summary: { n: values.length, median: 8e5, p95: 8.6e5 } }],
    files: [],
    logs: [{ log: 'stderr', file: 'logs/stderr.log', start: index * 10, end: index * 10 }],
    excerpts: [],
  };
}

function write(folder: string, run: string, ids: readonly string[], later: boolean): string {
  mkdirSync(join(folder, run), { recursive: true });
  const fd = openSync(join(folder, run, RECORD_NAME), 'w');
  const line = (value: object): string => `${JSON.stringify(value)}\n`;
  try {
    writeSync(fd, line(header(run, ids, later ? '11.1.2' : '11.1.1')));
    for (let start = 0; start < ids.length; start += BATCH) {
      const batch = ids.slice(start, start + BATCH);
      const lines = batch.map((id, i) => line(result(id, start + i, later && (start + i) % LOST_EVERY === 7)));
      writeSync(fd, lines.join(''));
    }
    const footer: Footer = {
      type: 'footer',
      finishedAt: STARTED_AT,
      complete: true,
      counts: {},
      verdicts: {},
      findings: [],
      exit: 1,
    };
    writeSync(fd, line(footer));
  } finally {
    closeSync(fd);
  }
  return join(folder, run);
}

/** What a comparison of the two has to find. */
export interface RecordPair {
  runs: [string, string];
  regressions: number;
}

/** Writes two records of so many results each; one case in ten thousand passes in the first and fails in the second. */
export function writeRecordPair(folder: string, results: number): RecordPair {
  const ids = Array.from({ length: results }, (_, i) => `generated/case-${String(i).padStart(7, '0')}`);
  return {
    runs: [write(folder, 'first', ids, false), write(folder, 'second', ids, true)],
    regressions: Math.ceil((results - 7) / LOST_EVERY),
  };
}
