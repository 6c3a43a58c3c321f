import type { Command } from 'commander';

interface ListFlags {
  json?: boolean;
}

/** `venus-suite list`: the cases as they are declared. Touches no device. */
export function registerList(program: Command): void {
  program
    .command('list')
    .description('list the cases; touches no device')
    .argument('[query...]', 'ids, areas or globs')
    .option('--json', 'an array of {id, area, probe, variant, title, targets}')
    .addHelpText(
      'after',
      "\nExamples:\n  venus-suite list sync\n  venus-suite list 'sync/*' '**@no_fence_feedback'\n  venus-suite list --json",
    )
    .action(async (query: string[], flags: ListFlags) => {
      const [{ allCases }, { selectByQuery }, { allTargets }, { runsOn }] = await Promise.all([
        import('../plan/catalogue.ts'),
        import('../plan/query.ts'),
        import('../plan/config.ts'),
        import('../plan/plan.ts'),
      ]);
      const cases = selectByQuery(allCases(), query);
      const targets = await allTargets();
      if (flags.json) {
        const rows = cases.map((row) => ({
          id: row.id,
          area: row.area,
          probe: row.hostCheck === null ? row.probe : null,
          variant: row.variant,
          title: row.title,
          targets: targets.filter((target) => runsOn(row, target)).map(({ name }) => name),
        }));
        process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
        return;
      }
      const width = Math.max(...cases.map(({ id }) => id.length));
      for (const { id, title } of cases) process.stdout.write(`${id.padEnd(width)}  ${title}\n`);
      const areas = new Set(cases.map(({ area }) => area)).size;
      process.stderr.write(`${cases.length} cases in ${areas} ${areas === 1 ? 'area' : 'areas'}\n`);
    });
}
