import { readFileSync } from 'node:fs';
import { processTree } from '../guest/process-tree.ts';

/** What a stack can run out of: those of the kernel's names that are ever set low. */
const LIMITS = [
  'Max cpu time',
  'Max file size',
  'Max data size',
  'Max processes',
  'Max open files',
  'Max locked memory',
  'Max address space',
];
const OF_STACK = /^(qemu-system|virgl_render)/;

/**
 * Limits of QEMU and the render server that are lower than this process' own, a sentence each: somebody set them.
 * Linux alone tells them of other processes; none elsewhere.
 */
export async function lowLimits(): Promise<string[]> {
  if (process.platform !== 'linux') return [];
  const own = limitsOf('self');
  const found = (await processTree(process.pid)).flatMap((pid) => {
    const name = textOf(`/proc/${pid}/comm`).trim();
    if (!OF_STACK.test(name)) return [];
    return [...limitsOf(String(pid))].flatMap(([limit, value]) =>
      value < (own.get(limit) ?? 0) ? [`${name} has a limit of its own: ${limit.toLowerCase()} ${value}`] : [],
    );
  });
  return [...new Set(found)];
}

/** Soft limits, in the units of the kernel; Infinity for none. */
export function parseLimits(text: string): Map<string, number> {
  return new Map(
    text.split('\n').flatMap((line): [string, number][] => {
      const [, name = '', soft = ''] = /^(Max [a-z ]+?)\s{2,}(\S+)/.exec(line) ?? [];
      return LIMITS.includes(name) ? [[name, soft === 'unlimited' ? Number.POSITIVE_INFINITY : Number(soft)]] : [];
    }),
  );
}

const limitsOf = (pid: string): Map<string, number> => parseLimits(textOf(`/proc/${pid}/limits`));

/** Empty where the process is gone. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
