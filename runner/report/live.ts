import type { WriteStream } from 'node:tty';
import { createLogUpdate } from 'log-update';
import { formatDuration } from '../base/text.ts';
import type { StageResult } from '../guest/guest.ts';
import type { Result } from '../record/schema.ts';
import { clip, safeLine } from './escape.ts';
import { markOf, styleFor } from './style.ts';

export interface LiveOptions {
  stream: NodeJS.WritableStream;
  /** Whether the stream is a terminal that a status line can be kept on. */
  tty: boolean;
  /** Cases planned. */
  total: number;
}

/** Shows a run while it goes on. */
export interface Live {
  note(line: string): void;
  stage(result: StageResult): void;
  start(id: string): void;
  result(result: Result): void;
  /** Takes the status line away; nothing is shown after it. Safe to call twice. */
  stop(): void;
}

/** Often enough for a clock in tenths of a minute, seldom enough to cost nothing. */
const REDRAW_MS = 500;

interface Screen {
  /** A line that stays. */
  print(line: string): void;
  /** The line at the bottom that is replaced; nothing without a terminal. */
  status(line: string): void;
  close(): void;
}

function plainScreen(stream: NodeJS.WritableStream): Screen {
  return {
    print: (line) => void stream.write(`${line}\n`),
    status: () => {},
    close: () => {},
  };
}

function terminalScreen(stream: NodeJS.WritableStream): Screen {
  const update = createLogUpdate(stream, { showCursor: true });
  const columns = (): number => (stream as Partial<WriteStream>).columns ?? 80;
  return {
    print: (line) => update.persist(line),
    status: (line) => update(clip(line, columns() - 1)),
    close: () => {
      update.clear();
      update.done();
    },
  };
}

/** A pseudo-terminal that nobody gave a size (under a CI, on a serial line) says 0; log-update then writes nothing at all. */
function hasSize(stream: NodeJS.WritableStream): boolean {
  const { columns, rows } = stream as Partial<WriteStream>;
  return columns !== 0 && rows !== 0;
}

/** A live view on a terminal; plain lines, one a fact, elsewhere. */
export function createLive({ stream, tty, total }: LiveOptions): Live {
  const redraws = tty && hasSize(stream);
  const screen = redraws ? terminalScreen(stream) : plainScreen(stream);
  const style = styleFor(tty && process.env['NO_COLOR'] === undefined);
  /** Running cases and when they began. */
  const running = new Map<string, number>();
  let done = 0;
  let stage: string | null = null;
  let open = true;

  const draw = (): void => {
    if (!open) return;
    const cases = [...running].map(([id, since]) => `${safeLine(id)} ${formatDuration(performance.now() - since)}`);
    const doing = cases.length > 0 ? cases.join(', ') : stage === null ? 'preparing' : `booting: ${stage}`;
    screen.status(`[${done}/${total}] ${doing}`);
  };
  const print = (line: string): void => {
    if (!open) return;
    screen.print(line);
    draw();
  };
  const timer = setInterval(draw, REDRAW_MS);
  timer.unref();
  if (!redraws) clearInterval(timer);

  return {
    note: (line) => print(safeLine(line)),
    stage({ stage: name, ok, atMs, detail }) {
      stage = ok ? `${name} is up` : `${name} failed`;
      const text = safeLine(detail);
      print(
        `${ok ? style.green('✓') : style.red('✗')} boot: ${name} ${formatDuration(atMs)}${text === '' ? '' : `  ${style.dim(text)}`}`,
      );
    },
    start(id) {
      stage = null;
      running.set(id, performance.now());
      draw();
    },
    result(result) {
      running.delete(result.id);
      done += 1;
      const { sign, color } = markOf(result);
      const fact =
        result.verdict === 'ok' ? formatDuration(result.durationMs) : `${result.verdict} (${result.outcome})`;
      const why = result.verdict === 'ok' ? '' : `  ${clip(safeLine(result.message), 200)}`;
      const count = String(done).padStart(String(total).length);
      print(`${style[color](sign)} ${style.dim(`${count}/${total}`)} ${safeLine(result.id)}  ${fact}${why}`);
    },
    stop() {
      if (!open) return;
      open = false;
      clearInterval(timer);
      screen.close();
    },
  };
}
