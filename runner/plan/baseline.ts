// host/baseline: which probes of a run are run once more without its VM, and on what.

import type { Case } from './case.ts';
import { allCases } from './catalogue.ts';
import type { HostTarget, Target, VmTarget } from './target.ts';

/** Flags of the guest driver, which is not there without the VM. */
const OF_VENUS: ReadonlySet<string> = new Set(['VN_PERF', 'VN_DEBUG']);

/** The id of a case without its variant. */
export function plainId(id: string): string {
  return id.split('@', 1)[0] ?? id;
}

/** What a case runs where Venus' own flags mean nothing. */
function programOf({ id, probe, args, env }: Case): string {
  const ofProbe = Object.entries(env).filter(([name]) => !OF_VENUS.has(name));
  return JSON.stringify([plainId(id), probe, args, ofProbe.toSorted()]);
}

/**
 * The cases of a plan that run without a VM too. Variants that differ in Venus' flags only are one, under the id without
 * variant: whoever looks for a case finds it by its id, else by its plain id. Where the plan has nothing but host checks, all cases of the catalogue count.
 * Left out is what is opt-in: it breaks its process on purpose, or takes an hour.
 */
export function baselineCases(planned: ReadonlySet<string>, catalogue: readonly Case[] = allCases()): Case[] {
  const probes = catalogue.filter(({ hostCheck }) => hostCheck === null);
  const named = probes.filter(({ id }) => planned.has(id));
  const programs = new Set<string>();
  const ids = new Set<string>();
  return (named.length > 0 ? named : probes).flatMap((probeCase) => {
    const program = programOf(probeCase);
    if (probeCase.optIn || probeCase.needs.length > 0 || programs.has(program)) return [];
    programs.add(program);
    const plain = plainId(probeCase.id);
    const id = ids.has(plain) ? probeCase.id : plain;
    ids.add(id);
    return [{ ...probeCase, id }];
  });
}

/** The host under a VM as a target of its own: that of the same host stack, with the environment that the renderer has. */
export function hostUnder({ hostStack, hostDriver, hostEnv = {} }: VmTarget, targets: readonly Target[]): HostTarget {
  const same = targets.find((target) => target.kind === 'host' && target.hostStack === hostStack);
  const host: Omit<HostTarget, 'hostEnv'> =
    same?.kind === 'host'
      ? same
      : { kind: 'host', name: 'host', title: 'the host', platforms: ['linux'], hostStack, timeScale: 1 };
  return { ...host, hostEnv, ...(hostDriver === undefined ? {} : { hostDriver }) };
}
