import type { Command } from 'commander';
import { UsageError } from '../base/errors.ts';

const DEFAULT_TARGET = 'tcg-arm64-16k';
const DEFAULT_LEVEL = 6;

interface BundleFlags {
  target?: string[];
  out?: string;
  split?: string;
  level?: string;
  withoutLavapipe?: boolean;
}

/** `venus-suite bundle`: one archive with all that targets need, for a machine without network, packages or compiler. */
export function registerBundle(program: Command): void {
  program
    .command('bundle')
    .description('pack targets into an archive that runs without network, packages, compiler or root')
    .option('-t, --target <name...>', `what it shall run (default: ${DEFAULT_TARGET})`)
    .option('-o, --out <file>', 'the archive: FILE.tar.gz, or the smaller and slower FILE.tar.xz')
    .option('--split <MiB>', 'cut it into FILE.000, FILE.001, … of at most this size')
    .option('--level <1-9>', `how hard it is compressed (default: ${DEFAULT_LEVEL})`)
    .option('--without-lavapipe', 'leave the software drivers out: for a machine with a GPU and its Vulkan driver')
    .addHelpText(
      'after',
      '\nWhat is not built yet is built first. The archive unpacks to a folder with `./venus-suite` in it.' +
        '\n\nExamples:\n  venus-suite bundle\n  venus-suite bundle --target tcg-arm64-16k tcg-arm64-4k host --out suite.tar.xz' +
        '\n  venus-suite bundle --target hvf-arm64-16k --out mac.tar.gz' +
        '\n  venus-suite bundle --without-lavapipe --split 64 --out gpu.tar.xz',
    )
    .action(run);
}

async function run(flags: BundleFlags): Promise<void> {
  const { bundle } = await import('../base/bundle.ts');
  if (bundle) {
    throw new UsageError('A bundle makes no bundles.', { hint: `Copy the archive that ${bundle.folder} came from.` });
  }
  const [{ allTargets, findTarget }, { makeBundle }, { relative }] = await Promise.all([
    import('../plan/config.ts'),
    import('../bundle/make-bundle.ts'),
    import('node:path'),
  ]);
  const all = await allTargets();
  const names = [...new Set(flags.target ?? [DEFAULT_TARGET])];
  const { paths, bytes, sha256, top } = await makeBundle(
    {
      targets: names.map((name) => findTarget(name, all)),
      out: flags.out,
      split: flags.split === undefined ? null : number('--split', flags.split, 1, 1 << 20) << 20,
      level: flags.level === undefined ? DEFAULT_LEVEL : number('--level', flags.level, 1, 9),
      lavapipe: !flags.withoutLavapipe,
    },
    (line) => void process.stderr.write(`${line}\n`),
  );
  const { formatBytes } = await import('../base/text.ts');
  const shown = paths.map((path) => relative(process.cwd(), path) || path);
  const whole = (shown[0] ?? '').replace(/\.000$/, '');
  const unpack = shown.length > 1 || shown[0] !== whole ? [`cat ${whole}.??? > ${whole}`] : [];
  process.stdout.write(
    [
      ...shown,
      `${formatBytes(bytes)}, SHA-256 ${sha256}`,
      'There:',
      ...[...unpack, `tar xf ${whole}`, `${top}/venus-suite run --target ${names[0]}`].map((line) => `  ${line}`),
      '',
    ].join('\n'),
  );
}

/** @throws UsageError that names the option. */
function number(option: string, value: string, least: number, most: number): number {
  const parsed = /^\d{1,7}$/.test(value) ? Number(value) : Number.NaN;
  if (parsed >= least && parsed <= most) return parsed;
  throw new UsageError(`${option} ${value}: is not a whole number from ${least} to ${most}.`);
}
