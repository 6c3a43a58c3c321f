import { suites } from '../../suites/index.ts';
import type { Case, CaseSpec, Suite, Variant } from './case.ts';
import { mergeEnv } from './merge-env.ts';

const DEFAULT_TIMEOUT_S = 20;

function toCase(suite: Suite, spec: CaseSpec, variant: Variant | null): Case {
  const base = `${suite.area}/${spec.name}`;
  return {
    id: variant ? `${base}@${variant.name}` : base,
    area: suite.area,
    probe: spec.hostCheck ? '' : (spec.probe ?? base),
    hostCheck: spec.hostCheck ?? null,
    variant: variant?.name ?? null,
    optIn: suite.optIn ?? false,
    title: spec.title,
    catches: spec.catches,
    args: spec.args ?? [],
    env: mergeEnv(spec.env ?? {}, variant?.env ?? {}),
    needs: spec.needs ?? [],
    timeoutS: spec.timeoutS ?? DEFAULT_TIMEOUT_S,
    golden: spec.golden ?? null,
    expectedLog: spec.expectedLog ?? [],
  };
}

/** Each case plain, then once for each of its variants, in the order of the suites. */
export function expandSuites(all: readonly Suite[]): Case[] {
  return all.flatMap((suite) =>
    suite.cases.flatMap((spec) => [null, ...(spec.variants ?? [])].map((variant) => toCase(suite, spec, variant))),
  );
}

/** All cases of the shipped suites. */
export function allCases(): Case[] {
  return expandSuites(suites);
}
