import { resolve } from 'node:path';
import type { Command } from 'commander';
import { UsageError } from '../base/errors.ts';
import { runsRoot } from '../base/paths.ts';
import type { Target } from '../plan/target.ts';
import type { GateReport } from '../report/gate/sections.ts';
import type { GateSide } from './gate-side.ts';
import { runGate } from './run-gate.ts';
import {
  addSideOptions,
  addStackOptions,
  mergeStackOptions,
  parseStackOptions,
  type StackFlags,
  sideFlags,
} from './stack-options.ts';

const DEFAULT_TARGET = 'tcg-arm64-16k';
/** With four runs each two stacks that are alike are told apart by luck once in seventy times. */
const DEFAULT_RERUNS = 4;

interface GateFlags extends StackFlags {
  base?: string;
  patch?: string;
  reruns: string;
  out?: string;
  goldens?: string;
  markdown?: string | true;
  json?: boolean;
}

/** `venus-suite gate`: whether a patch makes anything worse. */
export function registerGate(program: Command): void {
  const command = program
    .command('gate')
    .description('run base and patch, run again what differs, and exit 1 where something is worse with the patch')
    .argument('[query...]', 'ids, areas or globs; all cases without one')
    .option('--base <target|run>', `a target, or a finished run (default: ${DEFAULT_TARGET})`)
    .option('--patch <target|run>', "a target, or a finished run (default: the base's target)")
    .option('--reruns <n>', 'how often each side runs again what differs', String(DEFAULT_RERUNS))
    .option('--out <dir>', 'folder for run records (default: ./runs)')
    .option('--goldens <dir>', "folder of goldens (default: the suite's own)")
    .option('--markdown [file]', 'write Markdown for a pull request; to stdout without a file')
    .option(
      '--json',
      'print {exit, verdict, regressions, slower, flaky, unproven, findings, comparison, records} on stdout',
    );
  addStackOptions(command);
  addSideOptions(command, 'base');
  addSideOptions(command, 'patch')
    .addHelpText(
      'after',
      '\nExamples:\n  venus-suite gate --patch-guest-driver build/src/virtio/vulkan/libvulkan_virtio.so' +
        '\n  venus-suite gate sync --base tcg-arm64-16k-trixie --patch tcg-arm64-16k' +
        '\n  venus-suite gate --base runs/20261121T… --patch tcg-arm64-16k --patch-qemu build/qemu-system-aarch64' +
        '\n\nExit status: 1 where something is worse with the patch, a guest that does not boot any more included; 0 where' +
        '\nnothing is; 125 where that cannot be told (the base does not run): `git bisect run` then skips. docs/ci.md.',
    )
    .action(async (query: string[], flags: GateFlags) => {
      process.exitCode = await gate(query, flags);
    });
}

async function gate(query: readonly string[], flags: GateFlags): Promise<number> {
  if (flags.json && flags.markdown === true)
    throw new UsageError('--json and --markdown without a file both want stdout.', { hint: 'Give --markdown a file.' });
  if (!/^\d{1,3}$/.test(flags.reruns)) throw new UsageError(`--reruns ${flags.reruns}: is not a whole number.`);
  const { allTargets } = await import('../plan/config.ts');
  const targets = await allTargets();
  const base = await sideOf('base', flags.base ?? DEFAULT_TARGET, flags, targets);
  const patchName = flags.patch ?? (base.kind === 'stack' ? base.target.name : DEFAULT_TARGET);
  const patch = await sideOf('patch', patchName, flags, targets);
  const { out, goldens } = flags;
  const result = await runGate({ base, patch, query, targets, out, goldens, reruns: Number(flags.reruns) });
  if (typeof result === 'number') return result;
  await tell(result, flags);
  return result.gate.exit;
}

/** A side as the command line names it: a target's name, else a run's folder or id. */
async function sideOf(
  name: GateSide['name'],
  given: string,
  flags: GateFlags,
  targets: readonly Target[],
): Promise<GateSide> {
  const own = parseStackOptions(sideFlags({ ...flags }, name), `${name}-`);
  const target = targets.find((candidate) => candidate.name === given);
  if (target) return { name, kind: 'stack', target, stack: mergeStackOptions(parseStackOptions(flags), own) };
  if (Object.keys(sideFlags({ ...flags }, name)).length > 0)
    throw new UsageError(`--${name} ${given} is a finished run, whose stack cannot be changed any more.`, {
      hint: `Name a target, or leave the --${name}-… options out.`,
    });
  const { findRun } = await import('../record/find-run.ts');
  return { name, kind: 'finished', folder: findRun(given, flags.out ?? runsRoot()) };
}

async function tell(report: GateReport, { json, markdown }: GateFlags): Promise<void> {
  const [{ gateText }, { gateMarkdown }, { githubAnnotations }] = await Promise.all([
    import('../report/gate/terminal.ts'),
    import('../report/gate/markdown.ts'),
    import('../report/gate/github.ts'),
  ]);
  if (typeof markdown === 'string') {
    const { replaceFile } = await import('../report/replace-file.ts');
    await replaceFile(resolve(markdown), gateMarkdown(report));
  }
  const view = { color: process.stderr.isTTY === true, width: process.stderr.columns ?? 200 };
  process.stderr.write(`\n${gateText(report, view)}\n`);
  // GitHub reads commands on either stream; stdout may be a document.
  if (process.env['GITHUB_ACTIONS'] === 'true') process.stderr.write(githubAnnotations(report));
  if (markdown === true) process.stdout.write(gateMarkdown(report));
  if (json) {
    const { gate: decision, comparison, records } = report;
    process.stdout.write(`${JSON.stringify({ ...decision, comparison, records }, null, 2)}\n`);
  }
}
