import type { Command } from 'commander';

interface SetupFlags {
  target: string[];
  install?: boolean;
}

/** `venus-suite setup`: everything that `run` would build on its first time, and nothing else. */
export function registerSetup(program: Command): void {
  program
    .command('setup')
    .description('install and build what targets need, without running anything')
    .option('-t, --target <name...>', 'targets to prepare', ['tcg-arm64-16k'])
    .option('--install', 'install missing Debian packages through apt')
    .addHelpText('after', '\nExamples:\n  venus-suite setup --install\n  venus-suite setup --target tcg-arm64-4k host')
    .action(async (flags: SetupFlags) => {
      const [{ allTargets, findTarget }, { prepareTarget }, { installPrerequisites }] = await Promise.all([
        import('../plan/config.ts'),
        import('../guest/prepare.ts'),
        import('../stack/prerequisites.ts'),
      ]);
      const say = (line: string): void => void process.stderr.write(`${line}\n`);
      const known = await allTargets();
      const targets = flags.target.map((name) => findTarget(name, known));
      if (flags.install) installPrerequisites(say);
      for (const target of targets) await prepareTarget(target, say);
    });
}
