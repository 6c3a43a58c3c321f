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
const HOST_CONTROLS = ['host:transfer/fill', 'host:compute/fill-shader', 'host:protocol/instance', ...PICTURES];

/** The host's driver does the same thing right without a VM; for a case that needs one, it does what can be asked of it. */
export function hostIsSound(facts: Facts): boolean {
  if (facts.outcome('host:same') !== null && !NO_GOLDEN.test(facts.message('host:same')))
    return facts.passes('host:same');
  const asked = HOST_CONTROLS.filter((id) => facts.outcome(id) !== null);
  return asked.length > 0 && asked.every((id) => facts.passes(id));
}

/** A picture or list that nobody blessed for the host tells nothing of its driver. */
const NO_GOLDEN = /has no golden for|corrupt golden/;

/** The same thing goes wrong on the host's driver without a VM. */
export function hostBreaks(facts: Facts): boolean {
  return facts.breaks('host:same') && !NO_GOLDEN.test(facts.message('host:same'));
}

/** Nobody asked the host's driver without a VM: a diagnosis of the record alone may have to do without. */
export const hostIsUnasked = (facts: Facts): boolean =>
  !facts.observations.some(({ experiment, result }) => experiment.startsWith('host:') && result !== null);

export const HOST_UNASKED = "the host's driver was not asked without the VM";

/** The first of the host's experiments that broke. */
export function brokenOnHost(facts: Facts): string | null {
  if (hostBreaks(facts)) return 'host:same';
  return [...HOST_CONTROLS, 'host:protocol/queue-get'].find((id) => facts.breaks(id)) ?? null;
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
