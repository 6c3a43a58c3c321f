import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import {
  addSideOptions,
  addStackOptions,
  mergeStackOptions,
  parseStackOptions,
  type StackFlags,
  sideFlags,
} from '../../../runner/commands/stack-options.ts';
import type { StackOptions } from '../../../runner/plan/stack-options.ts';

const HERE = import.meta.filename;

/** What each side of a gate would run with. */
function sides(...args: string[]): { base: StackOptions; patch: StackOptions } {
  const command = addSideOptions(addSideOptions(addStackOptions(new Command()), 'base'), 'patch');
  const flags = command
    .option('--base <name>')
    .option('--patch <name>')
    .parse(args, { from: 'user' })
    .opts<StackFlags & Record<string, unknown>>();
  const of = (side: string): StackOptions =>
    mergeStackOptions(parseStackOptions(flags), parseStackOptions(sideFlags(flags, side), `${side}-`));
  return { base: of('base'), patch: of('patch') };
}

describe('the stack options of two sides', () => {
  it('are for one side with its name, and for both without', () => {
    const { base, patch } = sides('--patch-qemu', HERE, '--kernel', HERE, '--base', 'x', '--patch', 'y');
    expect(base).toMatchObject({ kernel: HERE });
    expect(base.qemu).toBeUndefined();
    expect(patch).toMatchObject({ kernel: HERE, qemu: HERE });
  });

  it('add to lists and replace the rest', () => {
    const { base, patch } = sides(
      ...['--qemu-arg=-a', '--patch-qemu-arg=-b', '--patch-qemu-arg=-c'],
      ...['--host-env', 'A=1', '--host-env', 'B=1', '--patch-host-env', 'B=2'],
    );
    expect([base.qemuArgs, patch.qemuArgs]).toEqual([['-a'], ['-a', '-b', '-c']]);
    expect([base.hostEnv, patch.hostEnv]).toEqual([
      { A: '1', B: '1' },
      { A: '1', B: '2' },
    ]);
  });

  it('turn off for one side what the suite does for a stack', () => {
    const { base, patch } = sides('--patch-no-ordered-stores', '--no-bounded-ring-sleep');
    expect([base.orderedStores, patch.orderedStores]).toEqual([undefined, false]);
    expect([base.boundedRingSleep, patch.boundedRingSleep]).toEqual([false, false]);
  });

  it('take a word or a manifest for the host driver, for one side alone too', () => {
    const manifest = join(mkdtempSync(join(tmpdir(), 'venus-suite-icd-')), 'nvidia_icd.json');
    writeFileSync(manifest, '{}');
    const { base, patch } = sides('--host-driver', 'lavapipe', '--patch-host-driver', manifest);
    expect([base.hostDriver, patch.hostDriver]).toEqual(['lavapipe', manifest]);
    expect(() => sides('--patch-host-driver', 'nvidia')).toThrow(/^--patch-host-driver: .*nvidia does not exist/);
    expect(() => sides('--host-driver', HERE)).toThrow(/is no manifest of a Vulkan driver/);
    rmSync(dirname(manifest), { recursive: true });
  });

  it('name the side whose file is missing', () => {
    expect(() => sides('--base-overlay', 'absent')).toThrow(/^--base-overlay: .*absent does not exist/);
  });
});
