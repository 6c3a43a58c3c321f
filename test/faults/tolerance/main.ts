// npm run tolerance: how far planted faults and other drivers move each golden picture (docs/tolerance.md).
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { packageRoot } from '../../../runner/base/paths.ts';
import { showError } from '../../../runner/commands/show-error.ts';
import { listenForInterrupts } from '../../../runner/engine/interrupts.ts';
import { allCases } from '../../../runner/plan/catalogue.ts';
import { runsOn } from '../../../runner/plan/plan.ts';
import { selectByQuery } from '../../../runner/plan/query.ts';
import { shippedTargets } from '../../../vmimages/targets/index.ts';
import { vulkanHeaders } from '../../e2e/headers.ts';
import { buildFaultLayer } from '../build-parts.ts';
import { hostLayerFaults } from '../host-layer-faults.ts';
import { measure } from './measure.ts';
import { PAGE_FILE, tolerancePage } from './page.ts';
import { FaultedGuest } from './pictures-under-faults.ts';
import { readDistances, writeDistances } from './record.ts';

const GOLDENS = join(packageRoot, 'golden');
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const program = new Command('npm run tolerance --')
  .description(
    'Draws each case with a golden picture under each fault of the host layer, and writes how far that is from the golden, and how far the goldens of other profiles are, to docs/tolerance.md.',
  )
  .argument('[query...]', 'cases; all with a golden picture without one. Others keep what was seen of them')
  .option('-t, --target <name>', 'where they are drawn', 'tcg-arm64-16k')
  .option('--page', 'write the page from what was measured before, and draw nothing')
  .addHelpText(
    'after',
    "\nExamples:\n  npm run tolerance\n  npm run tolerance -- 'graphics/*' --target host\n  npm run tolerance -- --page",
  )
  .action(async (query: string[], { target, page }: { target: string; page?: true }) => {
    if (!page) await draw(query, target);
    const known = readDistances();
    if (known) writeFileSync(PAGE_FILE, await tolerancePage(known, GOLDENS));
  });

async function draw(query: readonly string[], name: string): Promise<void> {
  const target = shippedTargets.find((candidate) => candidate.name === name);
  if (!target) throw new Error(`no shipped target is called ${name}`);
  const cases = selectByQuery(allCases(), query).filter(
    (candidate) => candidate.golden === 'image' && candidate.variant === null && runsOn(candidate, target),
  );
  const folder = mkdtempSync(join(tmpdir(), 'venus-suite-tolerance-'));
  const layer = await buildFaultLayer(join(folder, 'layer'), await vulkanHeaders());
  const guest = new FaultedGuest(target, folder, layer);
  const interrupts = listenForInterrupts(() => guest.close());
  try {
    const { signal } = interrupts;
    const goldens = await measure({ guest, cases, faults: hostLayerFaults, goldenRoot: GOLDENS, signal, say });
    if (signal.aborted) return;
    const kept = (readDistances()?.goldens ?? []).filter((row) => !goldens.some((fresh) => fresh.case === row.case));
    const all = [...kept, ...goldens].toSorted((a, b) => (a.case < b.case ? -1 : 1));
    writeDistances({ target: target.name, profile: guest.profile, goldens: all });
  } finally {
    await guest.close();
    interrupts.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}

try {
  await program.parseAsync();
} catch (error) {
  showError(error);
  process.exitCode = 3;
}
