// npm run faults: tries planted faults on the real stack, and writes what catches them (docs/faults.md).
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command, CommanderError } from 'commander';
import { createLogUpdate } from 'log-update';
import { ExitCode, UsageError, VenusSuiteError } from '../../runner/base/errors.ts';
import { showError } from '../../runner/commands/show-error.ts';
import { listenForInterrupts } from '../../runner/engine/interrupts.ts';
import { takeShard } from '../../runner/plan/shard.ts';
import { FAULT_VARIABLE, guestLayerEnv } from './build-parts.ts';
import { diagnoseFaults } from './diagnose-faults.ts';
import type { Fault } from './fault.ts';
import { faultsNamed } from './faults.ts';
import { readMatrix } from './matrix.ts';
import { buildParts, openBed } from './open-bed.ts';
import { rejudge } from './rejudge.ts';
import { tryFaults } from './try-faults.ts';
import { writeMatrix } from './write-matrix.ts';

interface Options {
  list?: true;
  diagnose?: true;
  full?: true;
  control?: true;
  rejudge?: true;
  heldOut?: boolean;
  page?: true;
  shard?: string;
  build?: string;
  out: string;
}

const live = process.stdout.isTTY && (process.stdout.columns ?? 0) > 0 ? createLogUpdate(process.stdout) : null;
const say = (line: string): void => void (live ? live.persist(line) : process.stdout.write(`${line}\n`));
const status = (line: string): void => void live?.(line);

const program = new Command('npm run faults --')
  .description(
    'Breaks one thing at a time in the real stack, runs the cases that can tell, and writes which case caught which fault to docs/faults.md and test/faults/matrix.json. Faults that are not named keep what was seen of them.',
  )
  .argument('[name...]', 'faults, * for any part of a name; all of them where none is named')
  .option('--list', 'show the faults and try none')
  .option('--control', 'run the cases without a fault first, as a trial of all faults does')
  .option('--full', 'the whole catalogue under each fault: hours; written to --out, not to docs/')
  .option('--out <folder>', 'where --full writes matrix.json and faults.md', join('runs', 'faults'))
  .option('--diagnose', 'diagnose the first case that caught each fault, and print how often the answer is right')
  .option('--rejudge', 'try the rules again on what earlier diagnoses here observed: no VM, seconds')
  .option('--shard <i/n>', 'every n-th of them, from the i-th on')
  .option('--held-out', 'only the faults that are held out while rules are written')
  .option('--no-held-out', 'all but those')
  .option('--page', 'write docs/faults.md from the matrix as it is, and try nothing')
  .option('--build <folder>', 'only build the layers, for --host-layer and --overlay of run and diagnose')
  .exitOverride()
  .showHelpAfterError('`npm run faults -- --help` shows the options and examples.')
  .addHelpText(
    'after',
    "\nExit status: 0 every fault was caught, 1 one was not (or a diagnosis is right too seldom), 2 usage, 3 infrastructure.\n\nExamples:\n  npm run faults\n  npm run faults -- --list 'fence-*'\n  npm run faults -- fill-dropped 'guest-map-*'\n  npm run faults -- --full --shard 1/4 --out runs/faults\n  npm run faults -- --diagnose worker-killed\n  npm run faults -- --rejudge --no-held-out\n  npm run faults -- --build planted",
  )
  .action(async (names: string[], options: Options) => {
    process.exitCode = await start(names, options);
  });

async function start(names: readonly string[], options: Options): Promise<number> {
  const named = faultsNamed(names).filter(({ heldOut }) => (options.heldOut ?? heldOut) === heldOut);
  const chosen = takeShard(named, options.shard);
  if (named.length === 0) {
    throw new UsageError(`None of ${names.join(', ')} is ${options.heldOut ? '' : 'not '}held out.`, {
      hint: 'Leave --held-out or --no-held-out away, or name others: `npm run faults -- --list --held-out` shows them.',
    });
  }
  if (options.list) {
    for (const { name, kind, title } of chosen) say(`${name.padEnd(32)} ${kind.padEnd(18)} ${title}`);
    return ExitCode.good;
  }
  if (options.build !== undefined) {
    const { layer, overlay } = await buildParts(resolve(options.build));
    say(`--host-layer ${layer} --host-env ${FAULT_VARIABLE}=fence-never`);
    const guest = Object.entries(guestLayerEnv('guest-wait-at-once')).map(([name, value]) => `${name}=${value}`);
    say(`--overlay ${overlay} --guest-env ${guest.join(' --guest-env ')}`);
    return ExitCode.good;
  }
  if (options.page) {
    const before = readMatrix();
    if (before) writeMatrix(before);
    return ExitCode.good;
  }
  if (options.rejudge) {
    await rejudge(chosen, new AbortController().signal, say);
    return ExitCode.good;
  }
  const folder = mkdtempSync(join(tmpdir(), 'venus-suite-faults-'));
  let closeAll = async (): Promise<void> => {};
  const interrupts = listenForInterrupts(() => closeAll());
  try {
    const bed = await openBed(folder, interrupts.signal, say);
    closeAll = () => bed.close();
    interrupts.signal.addEventListener('abort', () => void bed.close(), { once: true });
    const status = await work(chosen, { bed, folder, options, signal: interrupts.signal, all: names.length === 0 });
    return interrupts.exitStatus() ?? status;
  } catch (error) {
    const stopped = interrupts.exitStatus();
    if (stopped === null) throw error;
    return stopped;
  } finally {
    await closeAll();
    interrupts.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function work(
  chosen: readonly Fault[],
  {
    bed,
    folder,
    options,
    signal,
    all,
  }: { bed: Awaited<ReturnType<typeof openBed>>; folder: string; options: Options; signal: AbortSignal; all: boolean },
): Promise<number> {
  const known = readMatrix();
  if (options.diagnose) return diagnoseFaults(chosen, bed, { folder, rows: known?.rows ?? [], signal, say });
  const out = options.full ? resolve(options.out) : null;
  const { matrix, missed } = await tryFaults(chosen, bed, {
    full: options.full ?? false,
    control: options.control ?? all,
    before: out === null ? known : null,
    signal,
    say,
    status,
    keep: (seen) => writeMatrix(seen, out),
  });
  writeMatrix(matrix, out);
  live?.clear();
  const tried = signal.aborted ? 'stopped' : `${chosen.length - missed.length} of ${chosen.length} faults are caught`;
  say(`${tried}${missed.length > 0 ? `; not caught: ${missed.join(', ')}` : ''}. ${out ?? 'docs/faults.md'}`);
  return missed.length === 0 && matrix.control.red.length === 0 ? ExitCode.good : ExitCode.unexpected;
}

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : ExitCode.usage;
  else {
    showError(error);
    process.exitCode = error instanceof VenusSuiteError ? error.exitCode : ExitCode.infra;
  }
}
