import type { Facts } from './facts.ts';

/** What a log or a check said, as evidence. */
export function quoted(line: string | null): string[] {
  return line === null || line === '' ? [] : [`“${line.length > 240 ? `${line.slice(0, 240)}…` : line}”`];
}

/** An experiment and what came of it, as evidence. */
export function outcomeOf(facts: Facts, experiment: string): string[] {
  const seen = facts.of(experiment);
  if (!seen?.result) return [];
  const { outcome, message } = seen.result;
  return [
    `${seen.change}: ${outcome}${message === '' ? '' : ` (${message.length > 160 ? `${message.slice(0, 160)}…` : message})`}`,
  ];
}

/** Where a picture is wrong, and its case needs the VM's own windows. */
const PICTURES = ['host:graphics/cube', 'host:wsi/headless-present'];

/** Asks what the driver offers, and not whether it works. */
const OFFERS = 'host:offers';

/** A difference of a list: something that its golden does not have. */
export const ADDED = / was added$/;

/** The host's driver does the same thing right without a VM; for a case that needs one, it does what was asked of it. */
export function hostIsSound(facts: Facts): boolean {
  if (brokenOnHost(facts) !== null) return false;
  const same = facts.outcome('host:same');
  if (same !== null && same !== 'skip' && !NO_GOLDEN.test(facts.message('host:same'))) return same === 'pass';
  return askedOfHost(facts).some((id) => facts.passes(id));
}

const askedOfHost = (facts: Facts): string[] =>
  facts.observations.map(({ experiment }) => experiment).filter((id) => id.startsWith('host:') && id !== OFFERS);

/** Memory that leaves the renderer as a descriptor, which is how the guest gets to see it. */
export const HANDED_ON = 'host:memory/import-back';

/**
 * What Venus and the renderer ask of the host on their own account, beside what the program asks for: for the feedback,
 * for batches that are added, for memory that is handed on.
 */
export const VENUS_OWN = [
  HANDED_ON,
  'host:transfer/fill',
  'host:transfer/copy-unaligned',
  'host:sync/query-copy',
  'host:sync/submit-batches',
] as const;

/** A wait that ended without what it waited for; not a status that was expected to be so. */
export const WAITS_IN_VAIN = /(got|returned|says) VK_(TIMEOUT|NOT_READY)/;

const NO_GOLDEN = /has no golden for|corrupt golden/;

/** The same thing goes wrong on the host's driver without a VM. */
export const hostBreaks = (facts: Facts): boolean => breaksThere(facts, 'host:same');

/** A driver that is told to be wrong is not broken, and a picture that nobody blessed for the host tells nothing of it. */
function breaksThere(facts: Facts, id: string): boolean {
  return facts.breaks(id) && facts.of(id)?.passesWithoutSettings !== true && !NO_GOLDEN.test(facts.message(id));
}

/** Nobody asked the host's driver without a VM: a diagnosis of the record alone may have to do without. */
export const hostIsUnasked = (facts: Facts): boolean =>
  !facts.observations.some(({ experiment, result }) => experiment.startsWith('host:') && result !== null);

export const HOST_UNASKED = "the host's driver was not asked without the VM";

/** The case itself, or else the first other one that broke on the host's driver without a VM. */
export function brokenOnHost(facts: Facts): string | null {
  const broken = askedOfHost(facts).filter((id) => breaksThere(facts, id));
  return broken.find((id) => id === 'host:same') ?? broken[0] ?? null;
}

/** What to ask of the host: the case itself where it can run there, else cases that stand for the driver. */
export function hostQuestions(facts: Facts): string[] {
  const { needs, area } = facts.probeCase;
  if (!needs.includes('vm')) return ['host:same'];
  const basic = ['host:protocol/instance', 'host:protocol/queue-get', 'host:transfer/fill', 'host:compute/fill-shader'];
  return area === 'wsi' ? [...basic, ...PICTURES] : basic;
}

/** The QEMU option as a size in MiB; null where it is no size. */
export function mebibytes(size: string | null): number | null {
  const [, digits, unit] = /^(\d+)([kKmMgG]?)/.exec(size ?? '') ?? [];
  if (digits === undefined) return null;
  const scale = { k: 1 / 1024, m: 1, g: 1024 }[unit?.toLowerCase() ?? ''] ?? 1 / (1 << 20);
  return Number(digits) * scale;
}
