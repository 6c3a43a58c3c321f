import type { StageResult } from '../guest/guest.ts';
import type { Result } from '../record/schema.ts';

/** Who watches a run: a live view, plain lines, or nobody. */
export interface RunObserver {
  /** A line of progress outside the cases: what is built, booted or recovered. */
  note(line: string): void;
  stage(result: StageResult): void;
  start(id: string): void;
  result(result: Result): void;
}
