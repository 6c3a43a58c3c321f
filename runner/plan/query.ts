import { UsageError } from '../base/errors.ts';
import { idMatcher } from './glob.ts';

/** Whether an id is named by a query: the id itself, an area, or a glob (`*` stays within an area, `**` does not). */
function matcherFor(query: string): (id: string) => boolean {
  const glob = idMatcher(query);
  return (id) => id === query || id.startsWith(`${query}/`) || glob(id);
}

function closest(query: string, ids: readonly string[]): string[] {
  const words = query
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length > 2);
  const asked = trigrams(query.toLowerCase());
  const shared = (id: string): number => [...trigrams(id)].filter((part) => asked.has(part)).length;
  return ids
    .filter((id) => words.some((word) => id.includes(word)))
    .toSorted((a, b) => shared(b) - shared(a) || a.length - b.length)
    .slice(0, 3);
}

function trigrams(text: string): Set<string> {
  return new Set(Array.from({ length: Math.max(0, text.length - 2) }, (_, at) => text.slice(at, at + 3)));
}

/**
 * The items whose ids the queries name, in their own order; all of them where there is no query.
 * Those that are opt-in take part only where a query begins with their area.
 * @throws UsageError where a query names nothing: a typing error must not turn into a smaller, green run.
 */
export function selectByQuery<T extends { id: string; area?: string; optIn?: boolean }>(
  items: readonly T[],
  queries: readonly string[],
): T[] {
  const offered = items.filter((item) => !item.optIn || queries.some((query) => query.split('/')[0] === item.area));
  if (queries.length === 0) return offered;
  const matchers = queries.map((query) => ({ query, matches: matcherFor(query) }));
  for (const { query, matches } of matchers) {
    if (offered.some((item) => matches(item.id))) continue;
    const near = closest(
      query,
      offered.map((item) => item.id),
    );
    throw new UsageError(`No case is named by “${query}”.`, {
      hint: near.length > 0 ? `Did you mean ${near.join(', ')}?` : '`venus-suite list` shows all ids.',
    });
  }
  return offered.filter((item) => matchers.some(({ matches }) => matches(item.id)));
}
