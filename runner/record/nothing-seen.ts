import type { Result } from './schema.ts';

type Seen = Omit<Result, 'type' | 'id' | 'outcome' | 'verdict' | 'message'>;

/** What a result holds of a process where none ran. */
export function nothingSeen(): Seen {
  return {
    attempts: [],
    durationMs: 0,
    processMs: null,
    exit: { code: null, signal: null },
    checks: [],
    metrics: [],
    files: [],
    logs: [],
    excerpts: [],
  };
}
