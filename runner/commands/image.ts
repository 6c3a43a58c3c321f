import type { Command } from 'commander';

const DEFAULT_TARGET = 'tcg-arm64-16k';

interface BuildFlags {
  target?: string[];
  all?: boolean;
  install?: boolean;
  forTests?: boolean;
}

/** `venus-suite image`: guest images, the host stack and the compiled probes in the cache. */
export function registerImage(program: Command): void {
  const image = program
    .command('image')
    .description('guest images, the host stack and the compiled probes in the cache');
  image
    .command('build')
    .description('build what targets need and is not there yet')
    .option('-t, --target <name...>', `targets (default: ${DEFAULT_TARGET})`)
    .option('--all', 'every target that this machine can build for')
    .option('--install', 'install missing Debian packages through apt first')
    .option('--for-tests', "with --install: also those that only the suite's own tests need")
    .addHelpText(
      'after',
      '\nExamples:\n  venus-suite image build --install\n  venus-suite image build --target tcg-arm64-4k host',
    )
    .action(build);
  image
    .command('list')
    .description('what is in the cache')
    .option('--json', 'an array of {name, key, current, bytes, builtAt, folder, packages}')
    .action(list);
  image
    .command('prune')
    .description("remove what today's recipes and sources no longer stand for")
    .option('--all', 'remove everything')
    .action(prune);
}

async function build(flags: BuildFlags): Promise<void> {
  await requireCheckout();
  const [{ allTargets, findTarget }, { buildParts }] = await Promise.all([
    import('../plan/config.ts'),
    import('../stack/build-parts.ts'),
  ]);
  const targets = await allTargets();
  const chosen = flags.all
    ? targets.filter(({ platforms }) => (platforms as readonly string[]).includes(process.platform))
    : (flags.target ?? [DEFAULT_TARGET]).map((name) => findTarget(name, targets));
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  if (flags.install) {
    const { installPrerequisites } = await import('../stack/prerequisites.ts');
    installPrerequisites(say, flags.forTests);
  }
  for (const target of chosen) {
    await buildParts(target, say);
    say(`${target.name}: everything is built`);
  }
}

async function list(flags: { json?: boolean }): Promise<void> {
  const [{ listEntries }, { folderSize }, { formatBytes }, current] = await Promise.all([
    import('../stack/cache.ts'),
    import('../stack/disk-space.ts'),
    import('../base/text.ts'),
    currentKeys(),
  ]);
  const rows = listEntries().map(({ folder, manifest }) => ({
    ...manifest,
    current: current.has(manifest.key),
    bytes: folderSize(folder),
    folder,
  }));
  if (flags.json) {
    process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
    return;
  }
  for (const { name, key, bytes, builtAt, folder, current: used } of rows) {
    const state = used ? 'current' : 'old    ';
    process.stdout.write(
      `${name.padEnd(20)} ${key}  ${state}  ${formatBytes(bytes).padStart(9)}  ${builtAt}  ${folder}\n`,
    );
  }
  if (rows.length === 0) process.stderr.write('The cache is empty: `venus-suite image build` fills it.\n');
}

async function prune(flags: { all?: boolean }): Promise<void> {
  const [{ isPacked, listEntries, removeEntry, removeLeftovers }, { foldersInUse }, current] = await Promise.all([
    import('../stack/cache.ts'),
    import('../stack/in-use.ts'),
    currentKeys(),
  ]);
  const used = foldersInUse();
  const doomed = listEntries().filter((entry) => !isPacked(entry) && (flags.all || !current.has(entry.manifest.key)));
  for (const entry of doomed) {
    const user = used.get(entry.folder);
    if (user !== undefined) {
      process.stderr.write(`kept ${entry.folder}: process ${user} uses it; prune again when it has ended\n`);
      continue;
    }
    removeEntry(entry);
    process.stderr.write(`removed ${entry.folder}\n`);
  }
  for (const name of removeLeftovers()) process.stderr.write(`removed ${name}, left by a build that was killed\n`);
}

/** @throws UsageError in a bundle. */
async function requireCheckout(): Promise<void> {
  const [{ bundle }, { UsageError }] = await Promise.all([import('../base/bundle.ts'), import('../base/errors.ts')]);
  if (bundle) {
    const { targets } = bundle.manifest;
    throw new UsageError(`A bundle builds nothing: this one holds all that these need: ${targets.join(', ')}.`, {
      hint: 'For other targets run `venus-suite bundle --target …` in a checkout on a Linux machine.',
    });
  }
}

/** The keys that some target stands for today. */
async function currentKeys(): Promise<Set<string>> {
  const [{ allTargets }, { entriesOf }] = await Promise.all([
    import('../plan/config.ts'),
    import('../stack/current-entries.ts'),
  ]);
  return new Set((await allTargets()).flatMap(entriesOf).map(({ key }) => key));
}
