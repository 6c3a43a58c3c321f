import type { Command } from 'commander';
import type { StackOptions } from '../plan/stack-options.ts';
import { addStackOptions, parseStackOptions, type StackFlags } from './stack-options.ts';

interface ShellFlags extends StackFlags {
  target: string;
}

const DEFAULT_TARGET = 'tcg-arm64-16k';

/** `venus-suite shell`: a shell, or one command, in the guest. */
export function registerShell(program: Command): void {
  const command = program
    .command('shell')
    .description('a shell in the guest; with a command, that command and its exit status')
    .argument('[command...]', 'after `--`: run this instead of a shell')
    .option('-t, --target <name>', 'the target to boot', DEFAULT_TARGET);
  addStackOptions(command)
    .addHelpText(
      'after',
      '\nThe probes lie in the guest under /opt/venus-suite/probes.' +
        '\n\nExamples:\n  venus-suite shell\n  venus-suite shell --target tcg-arm64-4k -- vulkaninfo --summary',
    )
    .action(async (words: string[], flags: ShellFlags) => {
      process.exitCode = await shellCommand(words, flags, parseStackOptions(flags));
    });
}

async function shellCommand(words: readonly string[], flags: ShellFlags, stack: StackOptions): Promise<number> {
  const [{ allTargets, findTarget }, { openGuestShell }, { listenForInterrupts }] = await Promise.all([
    import('../plan/config.ts'),
    import('../guest/shell-session.ts'),
    import('../engine/interrupts.ts'),
  ]);
  const target = findTarget(flags.target, await allTargets());
  let forceEnd = (): void => {};
  const interrupts = listenForInterrupts(() => forceEnd());
  try {
    const status = await openGuestShell({
      target,
      stack,
      words,
      signal: interrupts.signal,
      note: (line) => process.stderr.write(`${line}\n`),
      onGuest: (close) => {
        forceEnd = close;
      },
    });
    return interrupts.exitStatus() ?? status;
  } finally {
    interrupts.dispose();
  }
}
