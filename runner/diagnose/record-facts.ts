import { OUTSIDE } from '../judge/host-messages.ts';
import { plainId } from '../plan/baseline.ts';
import type { Case } from '../plan/case.ts';
import { OUTCOMES } from '../plan/outcome.ts';
import { nothingSeen } from '../record/nothing-seen.ts';
import type { RunRecord } from '../record/reader.ts';
import type { Check, Result, StackFacts, SymptomLine } from '../record/schema.ts';
import { experiments } from './experiments.ts';
import { type BootProblem, type CaseFacts, Facts, type Observation, SET_UP } from './facts.ts';

const BASELINE = 'host/baseline';
const LOG_CLEAN = 'host/log-clean';

/** What a record alone tells of its cases: their own logs, the cases and variants beside them, the host without the VM, the boot. */
export class RecordFacts {
  readonly #record: RunRecord;
  readonly #cases: ReadonlyMap<string, Case>;
  readonly #results: ReadonlyMap<string, Result>;
  /** Of host/baseline, by the case that was run without the VM. */
  readonly #onHost: ReadonlyMap<string, Check>;
  readonly #boot: BootProblem | null;

  /** @param cases of the catalogue, by id; a record may hold others. */
  constructor(record: RunRecord, cases: ReadonlyMap<string, Case>) {
    this.#record = record;
    this.#cases = cases;
    this.#results = new Map(record.results.map((result) => [result.id, result]));
    this.#onHost = new Map((this.#results.get(BASELINE)?.checks ?? []).map((check) => [check.name, check]));
    this.#boot = bootOf(record);
  }

  /** Of a case that has a result. */
  of(result: Result): Facts {
    const { header } = this.#record;
    const boot = this.#boot;
    const first = { experiment: 'first', change: 'as it is', result: seenBy(result), boot, around: this.#around() };
    return new Facts(this.#caseOf(result.id), header.stack, [
      first,
      ...again(result),
      ...this.#beside(result.id),
      ...(withoutVm(header.stack) ? [{ ...first, experiment: 'host:same' }] : this.#host(result)),
    ]);
  }

  /** Of the first case that was planned, where no guest was reached to run any; null where one was. */
  ofBoot(): Facts | null {
    const [id] = this.#record.missing;
    if (id === undefined || !this.#boot?.unreached) return null;
    const first = { experiment: 'first', change: 'as it is', result: null, boot: this.#boot };
    return new Facts(this.#caseOf(id), this.#record.header.stack, [first]);
  }

  /** What host/log-clean found outside of every case. */
  #around(): SymptomLine[] {
    const judged = this.#results.get(LOG_CLEAN);
    return judged ? symptomsIn(judged.checks.filter(({ name }) => name === OUTSIDE)) : [];
  }

  #caseOf(id: string): CaseFacts {
    const [area = id] = id.split('/', 1);
    const variant = id.split('@')[1] ?? null;
    return this.#cases.get(id) ?? { id, area, variant, needs: [] };
  }

  /** Cases of the same run that an experiment would run, and its variants. */
  #beside(id: string): Observation[] {
    return experiments.flatMap(({ id: experiment, caseId, change, place, env }) => {
      // No run has another case in an environment of the experiment's own.
      if (place !== 'guest' || (caseId !== null && env !== undefined)) return [];
      const sibling = experiment.startsWith('flag:') ? `${plainId(id)}@${experiment.slice('flag:'.length)}` : caseId;
      const result = sibling === null || sibling === id ? undefined : this.#results.get(sibling);
      if (!result || result.outcome === 'infra') return [];
      return [{ experiment, change: caseId === null ? change : `${sibling} in the same run`, result, boot: null }];
    });
  }

  #host(result: Result): Observation[] {
    const own = this.#onHost.get(result.id) ?? this.#onHost.get(plainId(result.id));
    const failed = result.id === BASELINE ? result.checks.find(({ ok }) => !ok) : own;
    const change = "the host's driver without a VM";
    const same = failed ? [{ experiment: 'host:same', change, result: resultOf(failed), boot: null }] : [];
    const others = experiments.flatMap(({ id, caseId, place, change: asked }) => {
      const check = place === 'host' && caseId !== null ? this.#onHost.get(caseId) : undefined;
      return check ? [{ experiment: id, change: asked, result: resultOf(check), boot: null }] : [];
    });
    return [...same, ...others];
  }
}

/** host/log-clean is about lines that are symptoms, each a check: `device-lost in qemu: …`. */
function seenBy(result: Result): Result {
  if (result.id !== LOG_CLEAN) return result;
  return { ...result, symptoms: symptomsIn(result.checks) };
}

function symptomsIn(checks: readonly Check[]): SymptomLine[] {
  return checks.flatMap(({ ok, actual = '', message = '' }) => {
    const [, symptom, log] = /^(\S+) in ([^:]+)/.exec(message) ?? [];
    return ok || symptom === undefined || log === undefined ? [] : [{ symptom, log, line: actual }];
  });
}

/** The attempts beyond the one that the result tells of. */
function again(result: Result): Observation[] {
  const told = result.attempts.findLastIndex(({ outcome }) => outcome === result.outcome);
  const attempts = result.attempts.toSpliced(told, 1);
  if (told < 0 || attempts.length === 0) return [];
  return [{ experiment: 'again', change: 'the same again', result: { ...result, attempts }, boot: null }];
}

/** A check of host/baseline as the result that it was made from. */
function resultOf({ name, actual, message = '' }: Check): Result {
  return {
    type: 'result',
    id: name,
    outcome: OUTCOMES.find((outcome) => outcome === actual) ?? 'infra',
    verdict: 'ok',
    message,
    ...nothingSeen(),
  };
}

/** The probes ran on the host itself: what is seen is seen without a VM. */
function withoutVm({ qemu, accelerator, commandLine }: StackFacts): boolean {
  return qemu === null && accelerator === null && commandLine.length > 0;
}

/** What was wrong with every boot: one that went well shows that the stack can. */
function bootOf({ boots }: RunRecord): BootProblem | null {
  const problems = boots.map(({ stages, finding, infra }) => {
    const failed = stages.find(({ ok }) => !ok);
    if (!failed && finding === null && infra === null) return null;
    const detail = [failed?.detail, infra ?? finding].filter((text) => text !== undefined && text !== null);
    return {
      stage: failed?.stage ?? SET_UP,
      detail: detail.join('\n'),
      unreached: infra !== null,
      tail: '',
    };
  });
  return problems.every((problem) => problem !== null) ? (problems.at(-1) ?? null) : null;
}
