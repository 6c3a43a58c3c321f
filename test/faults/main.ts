// npm run faults [-- NAME…] [--diagnose] [--list]: tries planted faults on the real stack, and writes what catches them.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packageRoot } from '../../runner/base/paths.ts';
import { listenForInterrupts } from '../../runner/engine/interrupts.ts';
import type { Case } from '../../runner/plan/case.ts';
import { allCases } from '../../runner/plan/catalogue.ts';
import { loadExpectations } from '../../runner/plan/expectations.ts';
import { runsOn } from '../../runner/plan/plan.ts';
import { selectByQuery } from '../../runner/plan/query.ts';
import { shippedTargets } from '../../vmimages/targets/index.ts';
import { tcgArm64With16k } from '../../vmimages/targets/tcg-arm64.ts';
import { vulkanHeaders } from '../e2e/headers.ts';
import { Bed } from './bed.ts';
import { buildFaultLayer } from './build-layer.ts';
import { diagnoseFaults } from './diagnose-faults.ts';
import type { Fault } from './fault.ts';
import { faultsNamed } from './faults.ts';
import { type Matrix, type MatrixRow, matrix, matrixPage } from './matrix.ts';

const DATA = join(packageRoot, 'test', 'faults', 'matrix.json');
const PAGE = join(packageRoot, 'docs', 'faults.md');
const target = tcgArm64With16k;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const { values: flags, positionals: names } = parseArgs({
  allowPositionals: true,
  options: { diagnose: { type: 'boolean' }, list: { type: 'boolean' } },
});

const chosen = faultsNamed(names);
if (flags.list) {
  for (const { name, kind, title } of chosen) say(`${name.padEnd(32)} ${kind.padEnd(18)} ${title}`);
} else {
  process.exitCode = await tryThem(chosen);
}

async function tryThem(faults: readonly Fault[]): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'venus-suite-faults-'));
  const layer = await buildFaultLayer(join(folder, 'layer'), await vulkanHeaders());
  const interrupts = listenForInterrupts(() => process.exit(130));
  const { signal } = interrupts;
  const bed = new Bed({ target, expectations: loadExpectations(target, shippedTargets), folder, layer, signal });
  try {
    if (flags.diagnose)
      return await diagnoseFaults(faults, bed, { folder, cases: allCases(), rows: knownRows(), signal, say });
    const rows: MatrixRow[] = [];
    for (const [index, fault] of faults.entries()) {
      if (signal.aborted) break;
      const row = await tryOne(fault, bed);
      rows.push(row);
      const by = row.boot ?? row.caught.join(', ');
      say(`${index + 1}/${faults.length} ${fault.name}: ${by === '' ? 'NOT CAUGHT' : `caught by ${by}`}`);
    }
    write(rows);
    const missed = rows.filter(({ caught, boot }) => caught.length === 0 && boot === null);
    say(`${rows.length - missed.length} of ${rows.length} faults are caught`);
    return missed.length === 0 ? (interrupts.exitStatus() ?? 0) : 1;
  } finally {
    await bed.close();
    interrupts.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function tryOne(fault: Fault, bed: Bed): Promise<MatrixRow> {
  const cases: readonly Case[] = selectByQuery(allCases(), fault.query).filter(
    (candidate) => runsOn(candidate, target) && !candidate.id.startsWith('host/'),
  );
  const seen = [...(await bed.run(fault, cases))];
  const unreached = seen.some(([, result]) => result === null);
  const isCaught = (verdict: string | undefined): boolean => verdict !== 'ok' && verdict !== 'known';
  return {
    fault: fault.name,
    caught: seen.flatMap(([id, result]) => (result && isCaught(result.verdict) ? [id] : [])),
    missed: seen.flatMap(([id, result]) => (result && !isCaught(result.verdict) ? [id] : [])),
    boot: unreached ? 'the guest was not reached' : null,
  };
}

function knownRows(): readonly MatrixRow[] {
  return matrix.parse(JSON.parse(readFileSync(DATA, 'utf8'))).rows;
}

/** Faults that were not tried this time keep what was seen of them. */
function write(rows: readonly MatrixRow[]): void {
  let before: readonly MatrixRow[] = [];
  try {
    before = knownRows();
  } catch {
    // The first time there is none.
  }
  const latest = new Map([...before, ...rows].map((row) => [row.fault, row]));
  const all = faultsNamed([]);
  const data: Matrix = {
    target: target.name,
    stack: 'QEMU, Venus and lavapipe of Debian forky',
    rows: all.flatMap(({ name }) => latest.get(name) ?? []),
  };
  writeFileSync(DATA, `${JSON.stringify(data, null, 1)}\n`);
  writeFileSync(PAGE, matrixPage(data, new Map(all.map(({ name, title }) => [name, title]))));
}
