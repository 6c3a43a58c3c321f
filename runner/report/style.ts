import { Ansis } from 'ansis';
import type { Result } from '../record/schema.ts';

/** Colours for a terminal, or none. */
export function styleFor(color: boolean): Ansis {
  return new Ansis(color ? 1 : 0);
}

/** How a result is marked: a sign that reads without colour, and a colour. */
export function markOf(result: Pick<Result, 'verdict' | 'outcome'>): {
  sign: string;
  color: 'green' | 'yellow' | 'red' | 'magenta';
} {
  switch (result.verdict) {
    case 'ok':
      return { sign: '✓', color: 'green' };
    case 'known':
      return { sign: result.outcome === 'skip' ? '-' : '~', color: 'yellow' };
    case 'infra':
      return { sign: '!', color: 'magenta' };
    case 'regression':
    case 'fixed':
    case 'flaky':
      return { sign: '✗', color: 'red' };
  }
}

/** Breaks a line at spaces into lines of at most `width` characters; a longer word stays whole. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
