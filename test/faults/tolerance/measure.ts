import { readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { goldenPaths } from '../../../runner/judge/golden-store.ts';
import { decodePng, type Picture } from '../../../runner/judge/picture.ts';
import type { Case } from '../../../runner/plan/case.ts';
import type { Fault } from '../fault.ts';
import { distanceOf } from './distance.ts';
import type { FaultedGuest } from './pictures-under-faults.ts';
import type { GoldenDistances } from './record.ts';

export interface MeasureInput {
  guest: FaultedGuest;
  /** The name of its target. */
  target: string;
  /** Those whose golden is a picture. */
  cases: readonly Case[];
  faults: readonly Fault[];
  goldenRoot: string;
  signal: AbortSignal;
  say(line: string): void;
}

/** Draws each case under each fault, and measures how far that is from its golden. */
export async function measure({
  guest,
  target,
  cases,
  faults,
  goldenRoot,
  signal,
  say,
}: MeasureInput): Promise<GoldenDistances[]> {
  const measured: GoldenDistances[] = [];
  for (const probeCase of cases) {
    const { picture, outcome } = await guest.draw(probeCase, null);
    if (picture === null) throw new Error(`${probeCase.id} drew nothing without a fault: ${outcome}`);
    const golden = await goldenOf(goldenRoot, probeCase.id, guest.profile);
    const row: GoldenDistances = {
      case: probeCase.id,
      target,
      profile: guest.profile,
      profiles: await otherGoldens(goldenRoot, probeCase.id, guest.profile, golden),
      control: await distanceOf(golden, picture),
      faults: [],
      untouched: [],
    };
    for (const { name } of faults) {
      if (signal.aborted) break;
      const drawn = await guest.draw(probeCase, name);
      const distance = drawn.picture && (await distanceOf(golden, drawn.picture));
      if (distance?.pixels === 0) {
        row.untouched.push(name);
        continue;
      }
      row.faults.push({ fault: name, outcome: drawn.outcome, distance });
      const far = distance ? `${distance.pixels} pixels, by ${distance.largest} at most` : 'no picture';
      say(`${probeCase.id} under ${name}: ${drawn.outcome}, ${far}`);
    }
    measured.push(row);
  }
  return measured;
}

async function goldenOf(root: string, id: string, profile: string): Promise<Picture> {
  return decodePng(readFileSync(goldenPaths(root, id, profile, 'image').golden));
}

async function otherGoldens(
  root: string,
  id: string,
  own: string,
  golden: Picture,
): Promise<GoldenDistances['profiles']> {
  const folder = dirname(goldenPaths(root, id, own, 'image').golden);
  const names = readdirSync(folder).flatMap((name) => /^(.+)\.png$/.exec(name)?.[1] ?? []);
  const rows = names
    .filter((profile) => profile !== own && profile !== 'any')
    .map(async (profile) => {
      const distance = await distanceOf(golden, await goldenOf(root, id, profile));
      return distance === null ? [] : [{ profile, distance }];
    });
  return (await Promise.all(rows)).flat();
}
