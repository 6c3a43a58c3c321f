import { z } from 'zod';
import { OUTCOMES, VERDICTS } from '../plan/outcome.ts';

/** The version of the record's format. Readers refuse a newer one. */
export const RECORD_SCHEMA = 1;

const text = z.string();
const count = z.number().int().nonnegative();

/** The versions in play. Null where the part is absent or could not be asked. */
export const stackFacts = z.object({
  qemu: text.nullable(),
  virglrenderer: text.nullable(),
  /** Name and version of the Vulkan driver under the renderer (or under the probes, without a VM). */
  hostDriver: text.nullable(),
  guestKernel: text.nullable(),
  /** Bytes. */
  guestPageSize: count.nullable(),
  guestMesa: text.nullable(),
  /** VkPhysicalDeviceProperties::deviceName as the guest sees it. */
  deviceName: text.nullable(),
  accelerator: text.nullable(),
  /** Whether TCG keeps an arm64 guest's stores before its later loads; null where that is no question. */
  orderedStores: z.boolean().nullable().default(null),
  /** Whether Venus' rings on the host were kept from sleeping through a lost wake-up; null where nobody could know. */
  boundedRingSleep: z.boolean().nullable().default(null),
  /** The key of goldens. */
  profile: text,
  /** Exact versions of all packages of the guest image and the host stack: `name version`, sorted. */
  packages: z.object({ guest: z.array(text), host: z.array(text) }),
  /** QEMU's whole command line, for a person to repeat. */
  commandLine: z.array(text),
});
export type StackFacts = z.infer<typeof stackFacts>;

export const header = z.object({
  type: z.literal('header'),
  schema: z.literal(RECORD_SCHEMA),
  run: text,
  target: text,
  startedAt: z.iso.datetime(),
  /** Revision of the suite's own sources; null outside a checkout. */
  revision: z.object({ commit: text, dirty: z.boolean() }).nullable(),
  stack: stackFacts,
  /** The options by which the run changed its target's stack: `--host-layer /path`. Absent where it ran as it is. */
  options: z.array(text).optional(),
  plan: z.object({
    ids: z.array(text),
    query: z.array(text),
    shard: text.nullable(),
    /** How often each case is run; absent means once. */
    repeat: count.positive().optional(),
  }),
});
export type Header = z.infer<typeof header>;

export const boot = z.object({
  type: z.literal('boot'),
  at: z.iso.datetime(),
  stages: z.array(z.object({ stage: text, ok: z.boolean(), atMs: z.number(), detail: text })),
  /** A stage from `gpu` on that failed: a finding about the stack. */
  finding: text.nullable(),
  /** A stage up to `ssh` that failed: the guest was never reached. */
  infra: text.nullable(),
});
export type BootLine = z.infer<typeof boot>;

export const check = z.object({
  name: text,
  ok: z.boolean(),
  expected: text.optional(),
  actual: text.optional(),
  message: text.optional(),
});
export type Check = z.infer<typeof check>;

export const metric = z.object({
  name: text,
  /** SI or binary unit as text: `ns`, `B/s`, `count`. */
  unit: text,
  values: z.array(z.number()),
  /** Of the values, so that nobody who reads the record has to compute it; absent where there are none. */
  summary: z.object({ n: count, median: z.number(), p95: z.number() }).optional(),
});
export type Metric = z.infer<typeof metric>;

export const recordedFile = z.object({
  name: text,
  /** `actual`, `expected`, `difference` for goldens; `artifact` otherwise. */
  role: z.enum(['actual', 'expected', 'difference', 'artifact']),
  /** Relative to the run's folder. */
  path: text,
  bytes: count,
});
export type RecordedFile = z.infer<typeof recordedFile>;

export const logSlice = z.object({ log: text, file: text, start: count, end: count });

export const symptomLine = z.object({
  /** The id of the symptom (runner/judge/symptoms/). */
  symptom: text,
  log: text,
  line: text,
});
export type SymptomLine = z.infer<typeof symptomLine>;

export const result = z.object({
  type: z.literal('result'),
  id: text,
  outcome: z.enum(OUTCOMES),
  verdict: z.enum(VERDICTS),
  /** One sentence: why it failed or was skipped. Empty for a pass. */
  message: text,
  /** Present where an expectation applied. */
  expected: z.object({ outcome: text, reason: text, link: text }).optional(),
  /** In order. All else here is of one of them: the last, but where they differ the last that did not pass. */
  attempts: z.array(z.object({ outcome: z.enum(OUTCOMES), message: text, durationMs: z.number() })),
  /** Runner's clock. */
  durationMs: z.number(),
  /** The process's own time in the guest. */
  processMs: z.number().nullable(),
  /** What the process used, last attempt, where the guest told it. */
  resources: z.object({ userMs: z.number(), systemMs: z.number(), maxRssKiB: count, oomKills: count }).optional(),
  exit: z.object({ code: z.number().int().nullable(), signal: text.nullable() }),
  checks: z.array(check),
  metrics: z.array(metric),
  files: z.array(recordedFile),
  logs: z.array(logSlice),
  /** For an unexpected result: the last lines of each slice, so that a record alone tells the story. */
  excerpts: z.array(z.object({ log: text, text })),
  /** Lines of its logs that are known to tell what is wrong, the first of each kind; absent where there is none. */
  symptoms: z.array(symptomLine).optional(),
  /** A first diagnosis, where one was made. */
  diagnosis: z.unknown().optional(),
});
export type Result = z.infer<typeof result>;

export const footer = z.object({
  type: z.literal('footer'),
  finishedAt: z.iso.datetime(),
  complete: z.boolean(),
  counts: z.record(text, count),
  verdicts: z.record(text, count),
  /** What made the run not good beyond its cases: a stage that failed, a run that was stopped. */
  findings: z.array(text),
  exit: z.number().int(),
});
export type Footer = z.infer<typeof footer>;

export const recordLine = z.discriminatedUnion('type', [header, boot, result, footer]);
export type RecordLine = z.infer<typeof recordLine>;
