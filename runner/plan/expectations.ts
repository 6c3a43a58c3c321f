import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf, UsageError } from '../base/errors.ts';
import { packageRoot } from '../base/paths.ts';
import type { Expectation } from './expectation.ts';
import { idMatcher, isGlob } from './glob.ts';
import { OUTCOMES } from './outcome.ts';
import type { Target } from './target.ts';

const REQUIRED = ['case', 'outcome', 'match', 'reason', 'link'] as const;
const FIELDS = [...REQUIRED, 'profile'] as const;

/** Where the expectations of a target are kept. */
export function expectationsPath(targetName: string, root = packageRoot): string {
  return join(root, 'suites', 'expectations', `${targetName}.json`);
}

function isExpectedOutcome(value: string): value is Expectation['outcome'] {
  return value !== 'pass' && (OUTCOMES as readonly string[]).includes(value);
}

function checkExpectation(value: unknown, where: string): Expectation {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new UsageError(`${where}: not an object.`);
  const fields: Readonly<Record<string, unknown>> = { ...value };
  const field = (name: (typeof FIELDS)[number]): string => {
    const found = fields[name];
    if (typeof found === 'string' && found.trim() !== '') return found;
    throw new UsageError(`${where}.${name}: must be a text that is not empty.`, {
      hint: 'runner/plan/expectation.ts says what each field means.',
    });
  };
  const unknown = Object.keys(fields).find((key) => !(FIELDS as readonly string[]).includes(key));
  if (unknown !== undefined)
    throw new UsageError(`${where}.${unknown}: unknown field.`, { hint: `Known: ${FIELDS.join(', ')}.` });
  const outcome = field('outcome');
  if (!isExpectedOutcome(outcome)) {
    throw new UsageError(`${where}.outcome: “${outcome}” is not an outcome that can be expected.`, {
      hint: `One of ${OUTCOMES.filter((name) => name !== 'pass').join(', ')}.`,
    });
  }
  const match = field('match');
  try {
    new RegExp(match);
  } catch (error) {
    throw new UsageError(`${where}.match: ${messageOf(error)}.`, { cause: error });
  }
  return {
    case: field('case'),
    ...(fields['profile'] === undefined ? {} : { profile: field('profile') }),
    ...{ outcome, match, reason: field('reason'), link: field('link') },
  };
}

/**
 * Reads one file of expectations; a file that does not exist holds none.
 * @throws UsageError that names the file, the index and the field.
 */
export function readExpectations(path: string): Expectation[] {
  if (!existsSync(path)) return [];
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UsageError(`${path}: cannot be read as JSON: ${messageOf(error)}`, { cause: error });
  }
  if (!Array.isArray(value)) throw new UsageError(`${path}: must hold an array of expectations.`);
  return value.map((entry, index) => checkExpectation(entry, `${path}: [${index}]`));
}

/** A target's name and those it inherits from, nearest first, each once. */
function inheritance(target: Target, all: readonly Target[]): string[] {
  const names: string[] = [];
  let level: readonly Target[] = [target];
  while (level.length > 0) {
    const fresh = level.filter(({ name }) => !names.includes(name));
    names.push(...new Set(fresh.map(({ name }) => name)));
    level = fresh.flatMap((from) =>
      (from.inherits ?? []).map((name) => {
        const parent = all.find((candidate) => candidate.name === name);
        if (parent) return parent;
        throw new UsageError(`Target ${from.name} inherits from “${name}”, which is no target.`, {
          hint: `There are: ${all.map((candidate) => candidate.name).join(', ')}.`,
        });
      }),
    );
  }
  return names;
}

/**
 * The expectations that hold on a target, nearest file first: its own, then those of the targets it inherits from.
 * @throws UsageError on a file that is not valid, or an unknown inherited target.
 */
export function loadExpectations(target: Target, all: readonly Target[], root = packageRoot): Expectation[] {
  return inheritance(target, all).flatMap((name) => {
    const own = readExpectations(expectationsPath(name, root));
    // Within a file the exact id goes before a glob, so that one case can be excepted from a rule.
    const exact = own.filter((expectation) => !isGlob(expectation.case));
    return [...exact, ...own.filter((expectation) => !exact.includes(expectation))];
  });
}

/** Those that hold on a profile, in their order. */
export function expectationsOn(profile: string, list: readonly Expectation[]): Expectation[] {
  return list.filter((expectation) => expectation.profile === undefined || idMatcher(expectation.profile)(profile));
}

/** The expectation for a case: the nearest that names it, within one file an exact id before a glob. */
export function expectationFor(id: string, list: readonly Expectation[]): Expectation | null {
  return list.find((expectation) => idMatcher(expectation.case)(id)) ?? null;
}
