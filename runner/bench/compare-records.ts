import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { median } from '../base/distribution.ts';
import { InfraError } from '../base/errors.ts';
import { packageRoot } from '../base/paths.ts';
import type { Measurement } from './measurement.ts';
import { writeRecordPair } from './record-pair.ts';

const RESULTS = 1_000_000;
const POLL_MS = 50;

/** The most memory that a process ever had, in MiB; null where nobody tells (not Linux) or it has ended. */
function peakMiB(pid: number | undefined): number | null {
  try {
    const kiB = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kiB === undefined ? null : Number(kiB) / 1024;
  } catch {
    return null;
  }
}

interface Round {
  seconds: number;
  peakMiB: number | null;
}

/** `venus-suite compare` of two runs, as a person calls it. @throws InfraError where it does not find what it must. */
async function compareOnce(runs: readonly string[], regressions: number): Promise<Round> {
  const began = performance.now();
  const child = spawn(process.execPath, [join(packageRoot, 'bin/venus-suite.js'), 'compare', ...runs, '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => said.push(chunk));
  let peak: number | null = null;
  const poll = setInterval(() => {
    peak = peakMiB(child.pid) ?? peak;
  }, POLL_MS);
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => resolve());
  }).finally(() => clearInterval(poll));
  const seconds = (performance.now() - began) / 1000;
  const found = JSON.parse(Buffer.concat(said).toString() || '{}') as { regressions?: unknown[] };
  if (found.regressions?.length !== regressions) {
    throw new InfraError(`compare found ${found.regressions?.length} regressions of ${regressions}`);
  }
  return { seconds, peakMiB: peak };
}

/** Two records of a million results each. */
export const compareRecords: Measurement = {
  name: 'compare',
  title: `two records of ${RESULTS} results each`,
  async measure({ rounds, scratch, note }) {
    const { runs, regressions } = writeRecordPair(scratch, RESULTS);
    const all: Round[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      const one = await compareOnce(runs, regressions);
      all.push(one);
      note(`compare ${round}/${rounds}: ${one.seconds.toFixed(1)} s, ${one.peakMiB?.toFixed(0) ?? '-'} MiB at most`);
    }
    const peaks = all.flatMap(({ peakMiB: peak }) => peak ?? []);
    return {
      compareSeconds: median(all.map(({ seconds }) => seconds)),
      comparePeakMiB: peaks.length === 0 ? null : Math.max(...peaks),
    };
  },
};
