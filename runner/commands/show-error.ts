import { InfraError, messageOf, VenusSuiteError } from '../base/errors.ts';
import { oneLine, printable, tailLines } from '../base/text.ts';

const TAIL_LINES = 25;

/** Writes an error to stderr: what happened, the log's tail where there is one, and the next step. */
export function showError(error: unknown): void {
  const lines: string[] = [];
  if (error instanceof VenusSuiteError) {
    lines.push(`venus-suite: ${oneLine(error.message)}`);
    if (error instanceof InfraError && error.tail) {
      lines.push(
        ...printable(tailLines(error.tail, TAIL_LINES))
          .split('\n')
          .map((line) => `  | ${line}`),
      );
    }
    if (error.hint) lines.push(`  Next: ${oneLine(error.hint)}`);
  } else {
    lines.push(`venus-suite: unexpected error: ${messageOf(error)}`);
    if (error instanceof Error && error.stack) lines.push(printable(error.stack));
  }
  process.stderr.write(`${lines.join('\n')}\n`);
}
