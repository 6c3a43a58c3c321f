import { UsageError } from '../base/errors.ts';
import { exitCodeFor } from '../judge/verdict.ts';
import { countBy } from './counts.ts';
import { mergeHostResults } from './merge-host-results.ts';
import { isComplete, type RunRecord } from './reader.ts';
import type { BootLine, Footer, Header, Result, StackFacts } from './schema.ts';
import { stackLine } from './stack-line.ts';

/** What the merged record holds, in the order of its lines. */
export interface MergedRecord {
  header: Header;
  boots: BootLine[];
  results: Result[];
  footer: Footer;
}

interface Shard {
  record: RunRecord;
  index: number;
  total: number;
}

function shardOf(record: RunRecord): Shard {
  const { shard } = record.header.plan;
  const [index, total] = (shard ?? '').split('/').map(Number);
  if (index && total) return { record, index, total };
  throw new UsageError(`${record.path}: is a whole run, not a shard of one.`, {
    hint: 'merge takes the runs that `venus-suite run --shard i/n` made.',
  });
}

function facts(stack: StackFacts): string {
  // Ports and folders are a run's own.
  return JSON.stringify({ ...stack, commandLine: null });
}

/** What shards of one run have in common, and how each of them is named in an error. */
const COMMON: readonly (readonly [what: string, read: (header: Header) => string, show: (header: Header) => string])[] =
  [
    ['the number of shards', ({ plan }) => plan.shard?.split('/')[1] ?? '', ({ plan }) => plan.shard ?? ''],
    ['the target', ({ target }) => target, ({ target }) => target],
    ['the query', ({ plan }) => JSON.stringify(plan.query), ({ plan }) => `“${plan.query.join(' ')}”`],
    ['how often each case is run', ({ plan }) => String(plan.repeat ?? 1), ({ plan }) => String(plan.repeat ?? 1)],
    [
      "the suite's own revision",
      ({ revision }) => JSON.stringify(revision),
      ({ revision }) => (revision ? `${revision.commit}${revision.dirty ? ' with changes' : ''}` : 'unknown'),
    ],
    ['the stack', ({ stack }) => facts(stack), ({ stack }) => stackDetail(stack)],
  ];

function stackDetail(stack: StackFacts): string {
  const { guest, host } = stack.packages;
  return `${stackLine(stack)} · ${stack.profile} · ${guest.length + host.length} packages`;
}

function requireCommon(shards: readonly Shard[]): void {
  const [first, ...others] = shards;
  for (const [what, read, show] of COMMON) {
    const other = others.find(({ record }) => first && read(record.header) !== read(first.record.header));
    if (!first || !other) continue;
    const [one, two] = [first.record, other.record];
    throw new UsageError(
      `${what} is not the same: ${show(one.header)} in ${one.path}, ${show(two.header)} in ${two.path}.`,
      { hint: 'Merge the shards of one run only: one command, one stack, one revision of the suite.' },
    );
  }
}

/** @throws UsageError where one is there twice, or is not there at all. */
function inOrder(shards: readonly Shard[]): RunRecord[] {
  const total = shards[0]?.total ?? 0;
  return Array.from({ length: total }, (_, i) => {
    const [found, twice] = shards.filter(({ index }) => index === i + 1).map(({ record }) => record);
    if (twice)
      throw new UsageError(`shard ${i + 1}/${total} is there twice: ${found?.path} and ${twice.path}.`, {
        hint: 'Leave one of them out.',
      });
    if (found) return found;
    throw new UsageError(`shard ${i + 1}/${total} is missing.`, { hint: `Name the runs of all ${total} shards.` });
  });
}

/** The ids as one run plans them: shards take every n-th case, and those that judge the run come last. */
function planOf(shards: readonly RunRecord[], hostCases: ReadonlySet<string>): string[] {
  const parts = shards.map(({ header }) => header.plan.ids.filter((id) => !hostCases.has(id)));
  const longest = Math.max(...parts.map(({ length }) => length));
  const ids = Array.from({ length: longest }, (_, i) => parts.flatMap((part) => part[i] ?? [])).flat();
  const seen = new Set<string>();
  for (const id of ids) {
    if (seen.has(id))
      throw new UsageError(`the shards overlap: more than one of them planned ${id}.`, {
        hint: 'They are of different plans; run all of them anew.',
      });
    seen.add(id);
  }
  return [...ids, ...new Set(shards.flatMap(({ header }) => header.plan.ids.filter((id) => hostCases.has(id))))];
}

function findingsOf(shards: readonly RunRecord[]): string[] {
  const unfinished = shards
    .filter((record) => !isComplete(record))
    .map(
      ({ header, missing }) =>
        `shard ${header.plan.shard} did not come to its end: ${missing.length} cases without a result`,
    );
  return [...new Set([...shards.flatMap(({ footer }) => footer?.findings ?? []), ...unfinished])];
}

/**
 * The shards of one run as the record that one run would have made, but for times and for where its logs lie.
 * @param hostCases ids of the cases that judge a run from the outside, which every shard has.
 * @param logsOf the folder that a shard's logs have in the merged run.
 * @throws UsageError where they are not all the shards of one run on one stack.
 */
export function mergeShards(
  records: readonly RunRecord[],
  options: { run: string; hostCases: ReadonlySet<string>; logsOf: (shard: number) => string },
): MergedRecord {
  const found = records.map(shardOf);
  requireCommon(found);
  const shards = inOrder(found);
  const [first] = shards;
  if (!first) throw new UsageError('there is nothing to merge.');
  const { hostCases } = options;
  const ids = planOf(shards, hostCases);
  const moved = shards.flatMap(({ results }, i) =>
    results.map((result) => ({
      ...result,
      logs: result.logs.map((slice) => ({ ...slice, file: `${options.logsOf(i + 1)}/${slice.file}` })),
    })),
  );
  const probes = ids.filter((id) => !hostCases.has(id)).length;
  const byId = new Map<string, Result[]>();
  for (const result of moved) byId.set(result.id, [...(byId.get(result.id) ?? []), result]);
  const results = ids.flatMap((id) => {
    const all = byId.get(id) ?? [];
    return hostCases.has(id) && all.length > 0 ? [mergeHostResults(all, ids, probes)] : all;
  });
  const findings = findingsOf(shards);
  const ends = shards.every(isComplete);
  const complete = ends && results.length === ids.length;
  const exits = shards.map(({ footer }) => footer?.exit);
  return {
    header: {
      ...first.header,
      run: options.run,
      startedAt: shards.map(({ header }) => header.startedAt).toSorted()[0] ?? first.header.startedAt,
      plan: { ...first.header.plan, ids, shard: null },
    },
    boots: shards.flatMap(({ boots }) => boots).toSorted((a, b) => a.at.localeCompare(b.at)),
    results,
    footer: {
      type: 'footer',
      finishedAt:
        shards
          .map(({ header, footer }) => footer?.finishedAt ?? header.startedAt)
          .toSorted()
          .at(-1) ?? '',
      complete,
      counts: countBy(results, ({ outcome }) => outcome),
      verdicts: countBy(results, ({ verdict }) => verdict),
      findings,
      // A shard whose guest was never reached makes the whole infrastructure's, unless something unexpected was found.
      exit: exits.includes(3) && !exits.includes(1) ? 3 : exitCodeFor(results, findings, complete),
    },
  };
}
