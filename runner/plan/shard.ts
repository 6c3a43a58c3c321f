import { UsageError } from '../base/errors.ts';

/** The part of the items that shard `i/n` takes (1-based): every n-th, so that long areas spread evenly. */
export function takeShard<T>(items: readonly T[], shard: string | undefined): T[] {
  if (shard === undefined) return [...items];
  const match = /^(\d+)\/(\d+)$/.exec(shard);
  const index = Number(match?.[1]);
  const total = Number(match?.[2]);
  if (!match || index < 1 || index > total) {
    throw new UsageError(`--shard ${shard}: expected i/n with 1 <= i <= n, for example 2/4.`);
  }
  return items.filter((_, position) => position % total === index - 1);
}
