// npm run tolerance: how far planted faults and other drivers move each golden picture (docs/tolerance.md).
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { packageRoot } from '../../../runner/base/paths.ts';
import { showError } from '../../../runner/commands/show-error.ts';
import { parseHostDriver } from '../../../runner/commands/stack-options.ts';
import { listenForInterrupts } from '../../../runner/engine/interrupts.ts';
import { allCases } from '../../../runner/plan/catalogue.ts';
import { findTarget } from '../../../runner/plan/config.ts';
import { runsOn } from '../../../runner/plan/plan.ts';
import { selectByQuery } from '../../../runner/plan/query.ts';
import type { Target } from '../../../runner/plan/target.ts';
import { shippedTargets } from '../../../vmimages/targets/index.ts';
import { vulkanHeaders } from '../../e2e/headers.ts';
import { buildFaultLayer } from '../build-parts.ts';
import { hostLayerFaults } from '../host-layer-faults.ts';
import { measure } from './measure.ts';
import { PAGE_FILE, tolerancePage } from './page.ts';
import { FaultedGuest } from './pictures-under-faults.ts';
import { type GoldenDistances, readDistances, writeDistances } from './record.ts';

const GOLDENS = join(packageRoot, 'golden');
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const program = new Command('npm run tolerance --')
  .description(
    'Draws each case with a golden picture under each fault of the host layer, and writes how far that is from the golden, and how far the goldens of other profiles are, to docs/tolerance.md.',
  )
  .argument('[query...]', 'cases; all with a golden picture without one. Others keep what was seen of them')
  .option('-t, --target <name>', 'where they are drawn', 'tcg-arm64-16k')
  .option('--host-driver <choice>', 'as of `venus-suite run`')
  .option('--page', 'write the page from what was measured before, and draw nothing')
  .addHelpText(
    'after',
    "\nExamples:\n  npm run tolerance\n  npm run tolerance -- 'graphics/*' --target host --host-driver auto\n  npm run tolerance -- --page",
  )
  .action(
    async (query: string[], { target, hostDriver, page }: { target: string; hostDriver?: string; page?: true }) => {
      if (!page) await draw(query, target, hostDriver);
      const known = readDistances();
      if (known) writeFileSync(PAGE_FILE, await tolerancePage(known, GOLDENS));
    },
  );

const key = ({ case: id, profile }: GoldenDistances): string => `${id} ${profile}`;

async function draw(query: readonly string[], name: string, hostDriver: string | undefined): Promise<void> {
  const shipped = findTarget(name, shippedTargets);
  const target: Target = { ...shipped, ...parseHostDriver('--host-driver', hostDriver) };
  const cases = selectByQuery(allCases(), query).filter(
    (candidate) => candidate.golden === 'image' && candidate.variant === null && runsOn(candidate, target),
  );
  const folder = mkdtempSync(join(tmpdir(), 'venus-suite-tolerance-'));
  const layer = await buildFaultLayer(join(folder, 'layer'), await vulkanHeaders());
  const guest = new FaultedGuest(target, folder, layer);
  const interrupts = listenForInterrupts(() => guest.close());
  try {
    const { signal } = interrupts;
    const input = { guest, target: target.name, cases, faults: hostLayerFaults, goldenRoot: GOLDENS, signal, say };
    const goldens = await measure(input);
    if (signal.aborted) return;
    const before = readDistances()?.goldens ?? [];
    const kept = before.filter((row) => !goldens.some((fresh) => key(fresh) === key(row)));
    writeDistances({ goldens: [...kept, ...goldens].toSorted((a, b) => (key(a) < key(b) ? -1 : 1)) });
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
