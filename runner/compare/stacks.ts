import type { StackFacts } from '../record/schema.ts';
import type { Digest } from './digest.ts';

/** A part of the stack that is not the same in all runs. */
export interface StackDifference {
  part: string;
  /** One for each run; null where the part is absent or unknown. */
  values: (string | null)[];
}

const PARTS: readonly (readonly [name: string, read: (digest: Digest) => string | null])[] = [
  ['target', ({ header }) => header.target],
  ['accelerator', ({ header: { stack } }) => stack.accelerator],
  ['ordered stores', ({ header: { stack } }) => switchText(stack.orderedStores)],
  ['bounded ring sleep', ({ header: { stack } }) => switchText(stack.boundedRingSleep)],
  ['QEMU', ({ header: { stack } }) => stack.qemu],
  ['virglrenderer', ({ header: { stack } }) => stack.virglrenderer],
  ['host driver', ({ header: { stack } }) => stack.hostDriver],
  ['guest kernel', ({ header: { stack } }) => stack.guestKernel],
  ['guest page size', ({ header: { stack } }) => pageSize(stack)],
  ['guest Mesa', ({ header: { stack } }) => stack.guestMesa],
  ['device', ({ header: { stack } }) => stack.deviceName],
  ['profile', ({ header: { stack } }) => stack.profile],
];

function switchText(on: boolean | null): string | null {
  return on === null ? null : on ? 'on' : 'off';
}

function pageSize({ guestPageSize }: StackFacts): string | null {
  return guestPageSize === null ? null : `${guestPageSize / 1024} KiB`;
}

/** `name version` by name; a name may be there for two architectures. */
function versions(packages: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const entry of packages) {
    const at = entry.indexOf(' ');
    const name = at < 0 ? entry : entry.slice(0, at);
    const version = at < 0 ? '' : entry.slice(at + 1);
    found.set(name, found.has(name) ? `${found.get(name)}, ${version}` : version);
  }
  return found;
}

/** Packages that Vulkan goes through, among hundreds. */
const OF_THE_CHAIN = /mesa|vulkan|virgl|drm|qemu|seabios|llvm|linux-image/;

function packageRows(digests: readonly Digest[], side: 'guest' | 'host'): StackDifference[] {
  const lists = digests.map(({ header }) => versions(header.stack.packages[side]));
  // A side without a list (the host's target has no guest) says nothing about single packages.
  if (lists.some(({ size }) => size === 0)) return [];
  const all = [...new Set(lists.flatMap((list) => [...list.keys()]))].sort();
  const names = [...all.filter((name) => OF_THE_CHAIN.test(name)), ...all.filter((name) => !OF_THE_CHAIN.test(name))];
  return names.map((name) => ({
    part: `${side} package ${name}`,
    values: lists.map((list) => list.get(name) ?? null),
  }));
}

/** Ports, sockets, temporary folders and process numbers vary with every run and explain nothing. */
const OF_ONE_RUN = /\/tmp\/\S*|\/run\/\S*|hostfwd=\S*|\bport=\d+|,path=\S*|\b[0-9a-f]{16,}\b/g;

/** The words of QEMU's command line that not all runs have. */
function commandLineRow(digests: readonly Digest[]): StackDifference {
  const lines = digests.map(({ header }) => header.stack.commandLine.map((word) => word.replaceAll(OF_ONE_RUN, '…')));
  const sets = lines.map((words) => new Set(words));
  const own = lines.map((words) => words.filter((word) => sets.some((other) => !other.has(word))));
  return { part: 'command line', values: own.map((words) => (words.length === 0 ? null : words.join(' '))) };
}

/** What of the suite itself is not the same: other sources may judge otherwise. */
function suiteRow(digests: readonly Digest[]): StackDifference {
  const values = digests.map(({ header: { revision } }) =>
    revision === null ? null : `${revision.commit.slice(0, 12)}${revision.dirty ? ' with changes' : ''}`,
  );
  return { part: 'venus-suite', values };
}

/** What could explain all else: the parts of the stack in which the runs differ, the large ones first. */
export function stackDifferences(digests: readonly Digest[]): StackDifference[] {
  return [
    ...PARTS.map(([part, read]) => ({ part, values: digests.map((digest) => read(digest) || null) })),
    commandLineRow(digests),
    suiteRow(digests),
    ...packageRows(digests, 'guest'),
    ...packageRows(digests, 'host'),
  ].filter(({ values }) => new Set(values).size > 1);
}
