import { oneLine } from '../base/text.ts';
import { OUTCOMES, type Outcome, VERDICTS, type Verdict } from '../plan/outcome.ts';
import type { PlainPass } from '../record/plain-pass.ts';
import type { RecordEnd, RecordVisitor, RunRecord } from '../record/reader.ts';
import type { BootLine, Header, Metric, RecordedFile, Result } from '../record/schema.ts';
import { FEWEST_VALUES } from './rank-test.ts';

/** How a case ended, as far as two ends are compared. */
export interface Ending {
  /** `missing`: planned, but without a result. */
  outcome: Outcome | 'missing';
  verdict: Verdict | null;
  message: string;
}

/** What is kept of a result that did not simply pass, once. */
export interface Story {
  message: string;
  /** Names of the checks that failed. */
  failed: readonly string[];
  /** Of its attempts, where there was more than one. */
  attempts: readonly Outcome[];
}

export interface DigestMetric {
  name: string;
  unit: string;
  values: Float64Array;
}

/**
 * A record without what no comparison looks at: a million results take some 100 MB of it. It crosses threads as it is,
 * so it holds data only.
 */
export interface Digest {
  path: string;
  dir: string;
  /** Without the ids, which are `ids`. */
  header: Omit<Header, 'plan'> & { plan: Omit<Header['plan'], 'ids'> };
  ids: readonly string[];
  /** By the position of the id: what `outcomeAt` and `verdictAt` read. */
  outcomes: Uint8Array;
  verdicts: Uint8Array;
  /** How many of the ids have a result. */
  ended: number;
  /** By the same position; only where there is something to tell. */
  stories: Map<number, Story>;
  metrics: Map<number, DigestMetric[]>;
  pictures: Map<number, RecordedFile[]>;
  /** What made the run not good beyond its cases. */
  findings: readonly string[];
  /** Stages `gpu` and later that failed, and guests that were not reached. */
  bootTroubles: readonly string[];
  finished: boolean;
  truncated: boolean;
}

const MISSING = 255;
const MESSAGE_LENGTH = 600;
/** JSON of metrics in which one may have enough values to be compared: to parse the others would be the most of the work. */
const MANY_VALUES = new RegExp(`(?:[-+.e\\d]+,){${FEWEST_VALUES - 1}}`);

export const outcomeAt = ({ outcomes }: Digest, position: number): Outcome | 'missing' =>
  OUTCOMES[outcomes[position] ?? MISSING] ?? 'missing';

export const verdictAt = ({ verdicts }: Digest, position: number): Verdict | null =>
  VERDICTS[verdicts[position] ?? MISSING] ?? null;

export function endingAt(digest: Digest, position: number): Ending {
  return {
    outcome: outcomeAt(digest, position),
    verdict: verdictAt(digest, position),
    message: digest.stories.get(position)?.message ?? '',
  };
}

function storyOf({ outcome, verdict, message, checks, attempts }: Result): Story | null {
  if (outcome === 'pass' && verdict === 'ok' && attempts.length < 2) return null;
  return {
    // That of the attempt, without what the verdict adds to it: the same skip may be expected on one target only.
    message: oneLine(attempts.findLast((attempt) => attempt.outcome === outcome)?.message ?? message).slice(
      0,
      MESSAGE_LENGTH,
    ),
    failed: checks.filter(({ ok }) => !ok).map(({ name }) => name),
    attempts: attempts.length > 1 ? attempts.map((attempt) => attempt.outcome) : [],
  };
}

/** Makes a digest while a record goes by. */
export class DigestBuilder implements RecordVisitor {
  #outcomes = new Uint8Array();
  #verdicts = new Uint8Array();
  readonly #stories = new Map<number, Story>();
  readonly #metrics = new Map<number, DigestMetric[]>();
  readonly #pictures = new Map<number, RecordedFile[]>();
  readonly #bootTroubles: string[] = [];

  header({ plan: { ids } }: Header): void {
    this.#outcomes = new Uint8Array(ids.length).fill(MISSING);
    this.#verdicts = new Uint8Array(ids.length).fill(MISSING);
  }

  boot({ finding, infra }: BootLine): void {
    this.#bootTroubles.push(...[finding, infra].flatMap((trouble) => trouble ?? []));
  }

  plainPass({ metrics }: PlainPass, position: number): void {
    this.#end(position, 'pass', 'ok');
    const some = MANY_VALUES.test(metrics) ? toDigestMetrics(JSON.parse(metrics) as Metric[]) : [];
    this.#keep(position, null, some, []);
  }

  result(result: Result, position: number): void {
    this.#end(position, result.outcome, result.verdict);
    const pictures = result.files.filter(({ role, path }) => role === 'actual' && path.endsWith('.png'));
    this.#keep(position, storyOf(result), toDigestMetrics(result.metrics), pictures);
  }

  #end(position: number, outcome: Outcome, verdict: Verdict): void {
    this.#outcomes[position] = OUTCOMES.indexOf(outcome);
    this.#verdicts[position] = VERDICTS.indexOf(verdict);
  }

  /** Where a case comes twice the later counts, as in every report: what the first left goes. */
  #keep(position: number, story: Story | null, metrics: DigestMetric[], pictures: RecordedFile[]): void {
    setOrDelete(this.#stories, position, story);
    setOrDelete(this.#metrics, position, metrics.length > 0 ? metrics : null);
    setOrDelete(this.#pictures, position, pictures.length > 0 ? pictures : null);
  }

  build({ path, dir, header, footer, truncated }: RecordEnd): Digest {
    const { plan, ...restOfHeader } = header;
    const { ids, ...restOfPlan } = plan;
    return {
      path,
      dir,
      header: { ...restOfHeader, plan: restOfPlan },
      ids,
      outcomes: this.#outcomes,
      verdicts: this.#verdicts,
      ended: this.#outcomes.reduce((count, outcome) => (outcome === MISSING ? count : count + 1), 0),
      stories: this.#stories,
      metrics: this.#metrics,
      pictures: this.#pictures,
      findings: footer?.findings ?? [],
      bootTroubles: this.#bootTroubles,
      finished: footer?.complete === true,
      truncated,
    };
  }
}

/** The digest of a record that is in memory as a whole. */
export function digestOf(record: RunRecord): Digest {
  const builder = new DigestBuilder();
  builder.header(record.header);
  for (const line of record.boots) builder.boot(line);
  const positions = new Map(record.header.plan.ids.map((id, position) => [id, position]));
  for (const line of record.results) builder.result(line, positions.get(line.id) ?? 0);
  return builder.build(record);
}

function toDigestMetrics(metrics: readonly Metric[]): DigestMetric[] {
  return metrics
    .filter(({ values }) => values.length >= FEWEST_VALUES)
    .map(({ name, unit, values }) => ({ name, unit, values: Float64Array.from(values) }));
}

function setOrDelete<T>(map: Map<number, T>, position: number, value: T | null): void {
  if (value !== null) map.set(position, value);
  else if (map.has(position)) map.delete(position);
}
