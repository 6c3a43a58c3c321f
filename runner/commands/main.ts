import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { ExitCode, VenusSuiteError } from '../base/errors.ts';
import { packageRoot } from '../base/paths.ts';
import { registerBench } from './bench.ts';
import { registerBless } from './bless.ts';
import { registerBundle } from './bundle.ts';
import { registerCompare } from './compare.ts';
import { registerDiagnose } from './diagnose.ts';
import { registerDoctor } from './doctor.ts';
import { registerGate } from './gate.ts';
import { registerHistory } from './history.ts';
import { registerImage } from './image.ts';
import { registerList } from './list.ts';
import { registerMerge } from './merge.ts';
import { registerNightly } from './nightly.ts';
import { registerReport } from './report.ts';
import { registerRun } from './run.ts';
import { registerShell } from './shell.ts';
import { showError } from './show-error.ts';
import { registerSoak } from './soak.ts';

function version(): string {
  const { version: value } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string };
  return value;
}

function buildProgram(): Command {
  const program = new Command('venus-suite')
    .description(
      'Conformance and regression suite for Vulkan inside a virtual machine (Mesa Venus, virtio-gpu, QEMU, virglrenderer).',
    )
    .version(version())
    .showHelpAfterError('`--help` shows the options and examples.')
    .exitOverride()
    .addHelpText(
      'after',
      '\nExit status: 0 good, 1 a regression or an unexpected result, 2 usage, 3 infrastructure.' +
        '\n\nExamples:\n  venus-suite run\n  venus-suite run sync --target tcg-arm64-4k' +
        '\n  venus-suite list --json\n  venus-suite doctor --target hvf-arm64-16k',
    );
  registerList(program);
  registerRun(program);
  registerDiagnose(program);
  registerBench(program);
  registerSoak(program);
  registerBless(program);
  registerMerge(program);
  registerCompare(program);
  registerGate(program);
  registerReport(program);
  registerHistory(program);
  registerNightly(program);
  registerImage(program);
  registerBundle(program);
  registerShell(program);
  registerDoctor(program);
  for (const command of program.commands) command.copyInheritedSettings(program);
  return program;
}

/** A reader that has seen enough (`| head`) ends nothing: what else there is to say goes nowhere, the status stands. */
function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}

/** Runs one command and sets the process's exit status. */
export async function main(args: string[]): Promise<void> {
  outliveReaders();
  try {
    const program = buildProgram();
    if (args.length === 0) program.help({ error: true });
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? ExitCode.good : ExitCode.usage;
      return;
    }
    showError(error);
    process.exitCode = error instanceof VenusSuiteError ? error.exitCode : ExitCode.infra;
  }
}
