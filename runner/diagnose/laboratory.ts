import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../base/errors.ts';
import { attemptCase } from '../engine/attempt-case.ts';
import { RunLogs } from '../engine/run-logs.ts';
import { Session } from '../engine/session.ts';
import { createGuest } from '../guest/create-guest.ts';
import type { BootReport } from '../guest/guest.ts';
import type { Component } from '../judge/symptoms/symptom.ts';
import type { Case } from '../plan/case.ts';
import { mergeEnv } from '../plan/merge-env.ts';
import { noStackOptions, type StackOptions } from '../plan/stack-options.ts';
import type { Target, VmTarget } from '../plan/target.ts';
import type { Result, StackFacts, SymptomLine } from '../record/schema.ts';
import { kvmAccess } from '../stack/facts.ts';
import { hasGuestImage } from '../stack/guest-image.ts';
import { findHostStack } from '../stack/host-stack.ts';
import type { Laboratory } from './diagnose.ts';
import { type Experiment, type Place, repeatsOf } from './experiment.ts';
import { type BootProblem, BROKEN, type Observation, SET_UP } from './facts.ts';
import { lowLimits } from './host-limits.ts';
import { hostTargetOf, otherAccelerator, otherPageSize, otherSide, type Ready } from './places.ts';
import { breachesIn, hasValidationLayer } from './validation-layer.ts';
import { SIDES, type Side, withoutOptionsOf } from './without.ts';

/** A renderer that hangs costs each case its whole bound: enough for a sound one, times the target's timeScale. Seconds. */
const CASE_TIMEOUT_S = 4;
/** The same of the case that is diagnosed, once it is known to fail, where it has no bound of its own that is longer. */
const SAME_CASE_TIMEOUT_S = 6;
const DEFAULT_TIMEOUT_S = 20;
/** One experiment each is made there. */
const USED_ONCE: ReadonlySet<Place> = new Set(['fresh-guest', 'page-size', 'accelerator', 'other-guest', 'other-host']);
const DIFFERENCES = 200;
const TAIL_CHARACTERS = 4000;

export interface LaboratoryParts {
  probeCase: Case;
  /** By id, for experiments with another case. */
  cases: ReadonlyMap<string, Case>;
  target: Target;
  targets: readonly Target[];
  stack: StackOptions;
  /** Logs and files of each place go to a folder of its own in it. */
  dir: string;
  goldenRoot: string;
  signal: AbortSignal;
  note(line: string): void;
}

/** What is run at a place, and what of it is another than in the stack under test. */
interface How {
  target: Target;
  stack: StackOptions;
  change?: string;
  component?: Component | null;
}

interface Site {
  how: How;
  session: Session;
  logs: RunLogs;
  runDir: string;
  target: Target;
  report: BootReport | null;
  problem: BootProblem | null;
}

/** Real guests, one a place, booted when an experiment first asks for it and kept while others may follow. */
export class GuestLaboratory implements Laboratory {
  readonly #parts: LaboratoryParts;
  readonly #sites = new Map<Place, Site | null>();
  #count = 0;
  #firstMs = 0;

  constructor(parts: LaboratoryParts) {
    this.#parts = parts;
  }

  get stack(): StackFacts | null {
    return this.#sites.get('guest')?.report?.stack ?? null;
  }

  get changed(): readonly Side[] {
    const { target, stack } = this.#parts;
    return target.kind === 'vm' ? SIDES.filter((side) => withoutOptionsOf(side, stack) !== null) : [];
  }

  /** The case as it is, on the stack under test. */
  first(): Promise<Observation> {
    return this.make({ id: 'first', change: 'as it is', place: 'guest', caseId: null, costS: 0 });
  }

  async make(experiment: Experiment): Promise<Observation> {
    const { id, change, place } = experiment;
    const nothing: Observation = { experiment: id, change, result: null, boot: null };
    const probeCase = this.#caseOf(experiment);
    if (!probeCase || this.#parts.signal.aborted) return nothing;
    const site = await this.#site(place);
    const needsVm = probeCase.needs.includes('vm') && experiment.evenWithoutVm !== true;
    if (!site || (site.target.kind === 'host' && needsVm)) return nothing;
    const up = await site.session.ready();
    const result = up ? await this.#attempt(probeCase, site, repeatsOf(experiment, this.#firstMs)) : null;
    if (id === 'first') this.#firstMs = result?.durationMs ?? 0;
    const settings =
      place === 'host' && result && BROKEN.has(result.outcome) ? await this.#withoutSettings(probeCase) : null;
    // Guests that wait for nothing take their share of a machine with two cores.
    if (USED_ONCE.has(place)) await site.session.close();
    return {
      experiment: id,
      change: site.how.change ?? change,
      result,
      boot: site.problem,
      exchanged: site.how.component ?? null,
      passesWithoutSettings: settings?.outcome === 'pass',
      around: id === 'first' ? await linesAround(site) : [],
      differences: differencesIn(site.runDir, result),
      limits: id === 'first' ? await lowLimits() : [],
      breaches: place === 'validation' ? breachesIn(site.runDir, result) : [],
    };
  }

  /** A case on the host's driver without the variables that options gave it; null where options gave it more, or none. */
  async #withoutSettings(probeCase: Case): Promise<Result | null> {
    if (withoutOptionsOf('host', this.#parts.stack)?.component !== 'configuration') return null;
    const site = await this.#site('plain-host');
    return site && (await site.session.ready()) ? this.#attempt(probeCase, site, 1) : null;
  }

  /** Ends every guest. Safe to call twice, and during a boot. */
  async close(): Promise<void> {
    await Promise.all([...this.#sites.values()].map((site) => site?.session.close()));
  }

  #caseOf({ id, caseId, env }: Experiment): Case | null {
    const base = caseId === null ? this.#parts.probeCase : this.#parts.cases.get(caseId);
    if (!base) return null;
    return {
      ...base,
      env: mergeEnv(base.env, env ?? {}),
      timeoutS: id === 'first' ? base.timeoutS : laterBound(base.timeoutS, caseId !== null),
    };
  }

  async #attempt(probeCase: Case, { session, logs, runDir, target }: Site, repeat: number): Promise<Result | null> {
    const { goldenRoot, signal } = this.#parts;
    return attemptCase(probeCase, session, {
      runDir,
      logs,
      goldenRoot,
      // What is known of a target must not hide what a case does.
      expectations: [],
      timeScale: target.timeScale,
      repeat,
      // A fresh guest is an experiment of its own.
      onceMoreAfterDeath: false,
      signal,
    });
  }

  async #site(place: Place): Promise<Site | null> {
    // Each of these is a new one every time it is asked for.
    if (place === 'fresh-guest') await this.#sites.get(place)?.session.close();
    else if (this.#sites.has(place)) return this.#sites.get(place) ?? null;
    const how = this.#placeOf(place);
    const site = how && this.#open(how, place);
    this.#sites.set(place, site);
    return site;
  }

  #placeOf(place: Place): How | null {
    const { target, targets, stack } = this.#parts;
    if (place === 'host') {
      const host = hostTargetOf(target);
      // The guest's environment is no part of the host; and its loader says why it finds no driver.
      return host && { target: host, stack: { ...stack, guestEnv: { VK_LOADER_DEBUG: 'error' } } };
    }
    if (place === 'plain-host') {
      const host = hostTargetOf(target);
      return host && { target: host, stack: { ...noStackOptions, guestEnv: { VK_LOADER_DEBUG: 'error' } } };
    }
    if (place === 'page-size') {
      const other = otherPageSize(target, targets);
      return other && { target: other, stack };
    }
    if (place === 'accelerator') {
      const other = otherAccelerator(target, targets, acceleratorRuns);
      return other && { target: other, stack };
    }
    if (place === 'validation') {
      // Without the layer no instance can be made, and the experiment would be a failure of its own.
      if (target.kind !== 'vm' || !hasValidationLayer(findHostStack(target.hostStack)?.root ?? null, stack))
        return null;
      return { target, stack: { ...stack, hostEnv: { ...stack.hostEnv, VKR_DEBUG: 'validate' } } };
    }
    if (place === 'other-guest' || place === 'other-host') {
      return otherSide(place === 'other-guest' ? 'guest' : 'host', { target, targets, stack, ready });
    }
    return { target, stack };
  }

  #open(how: How, place: Place): Site {
    const { target, stack } = how;
    this.#count += 1;
    const runDir = join(this.#parts.dir, `${this.#count}-${place}`);
    mkdirSync(runDir, { recursive: true });
    const session = new Session({
      create: () => createGuest(target, { runDir, stack, progress: this.#parts.note }),
      timeScale: target.timeScale,
      note: () => {},
      stage: () => {},
      booted: (report, error, stages) => {
        site.report = report ?? site.report;
        const failed = stages.find(({ ok }) => !ok);
        site.problem =
          failed || error
            ? {
                stage: failed?.stage ?? SET_UP,
                detail: failed?.detail ?? messageOf(error),
                unreached: error !== null,
                tail: (error?.tail ?? '').slice(-TAIL_CHARACTERS),
              }
            : null;
      },
    });
    const site: Site = { how, session, logs: new RunLogs(runDir), runDir, target, report: null, problem: null };
    return site;
  }
}

function laterBound(timeoutS: number, isControl: boolean): number {
  if (isControl) return Math.min(timeoutS, CASE_TIMEOUT_S);
  return timeoutS <= DEFAULT_TIMEOUT_S ? Math.min(timeoutS, SAME_CASE_TIMEOUT_S) : timeoutS;
}

/** What the boot printed, and what was printed since outside of every case. */
async function linesAround({ logs }: Site): Promise<SymptomLine[]> {
  return (await logs.troubles()).flatMap(({ id, lines }) => (id === null ? lines : []));
}

/** What a golden of names and values says is different, one a line. */
function differencesIn(runDir: string, result: Result | null): string[] {
  const file = result?.files.find(({ role, name }) => role === 'difference' && name.endsWith('.txt'));
  if (!file) return [];
  return readFileSync(join(runDir, file.path), 'utf8').split('\n', DIFFERENCES);
}

const ready: Ready = {
  guestImage: hasGuestImage,
  hostStack: (kind) => findHostStack(kind) !== null,
};

/** KVM runs guests of the machine's own architecture alone. */
function acceleratorRuns({ accel, arch }: VmTarget): boolean {
  if (accel === 'tcg') return true;
  if (accel === 'hvf') return process.platform === 'darwin';
  const own = process.arch === 'x64' ? 'x86_64' : process.arch;
  return process.platform === 'linux' && arch === own && kvmAccess() === 'openable';
}
