import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { runsRoot } from '../base/paths.ts';
import type { FinishedRun } from './run-plan-once.ts';

interface MergeFlags {
  out?: string;
  json?: boolean;
}

/** `venus-suite merge`: the shards of one run, made on several machines, as the record of one run. */
export function registerMerge(program: Command): void {
  program
    .command('merge')
    .description('the shards of one run (`run --shard i/n`) as one run')
    .argument('<run...>', "the shards' folders or ids, in any order")
    .option('--out <dir>', 'folder for the merged run (default: ./runs)')
    .option('--json', 'print {run, record, counts, verdicts, exit} on stdout, everything else on stderr')
    .addHelpText('after', '\nExample:\n  venus-suite merge shards/*/runs/*\n\nExit status: that of the one run.')
    .action(async (names: string[], flags: MergeFlags) => {
      process.exitCode = await merge(names, flags);
    });
}

async function merge(names: readonly string[], flags: MergeFlags): Promise<number> {
  const [
    { findRun },
    { readRecord },
    { mergeShards },
    { createRunFolder },
    { copyShardFiles, shardFolder },
    { RecordWriter },
    { allCases },
    { writeReports, showSummary },
    { readDiagnoses },
  ] = await Promise.all([
    import('../record/find-run.ts'),
    import('../record/reader.ts'),
    import('../record/merge.ts'),
    import('../record/run-folder.ts'),
    import('../record/shard-files.ts'),
    import('../record/writer.ts'),
    import('../plan/catalogue.ts'),
    import('./write-reports.ts'),
    import('../diagnose/read-diagnosed.ts'),
  ]);
  const root = resolve(flags.out ?? runsRoot());
  const records = names.map((name) => readRecord(findRun(name, root)));
  const hostCases = new Set(allCases().flatMap(({ id, hostCheck }) => (hostCheck === null ? [] : [id])));
  const options = { hostCases, logsOf: shardFolder };
  // Before any folder is made: what cannot be merged leaves nothing behind.
  const target = mergeShards(records, { ...options, run: '' }).header.target;
  const { run, runDir } = createRunFolder(root, target);
  try {
    const { header, boots, results, footer } = mergeShards(records, { ...options, run });
    for (const record of records) copyShardFiles(record.dir, runDir, Number(record.header.plan.shard?.split('/')[0]));
    const writer = RecordWriter.create(runDir);
    for (const line of [header, ...boots, ...results, footer]) writer.append(line);
    writer.close();
    await writeReports(runDir);
    await showSummary(runDir);
    const { counts, verdicts, exit } = footer;
    const done: FinishedRun = {
      run,
      record: writer.path,
      counts,
      verdicts,
      exit,
      diagnoses: readDiagnoses(runDir),
      news: null,
    };
    process.stdout.write(flags.json ? `${JSON.stringify(done, null, 2)}\n` : `${runDir}\n`);
    return exit;
  } catch (error) {
    // Half a run must not be taken for one.
    rmSync(runDir, { recursive: true, force: true });
    throw error;
  }
}
