import { describe, expect, it } from 'vitest';
import { formatBytes, formatDuration, oneLine, printable, tailLines } from '../../../runner/base/text.ts';

describe('printable', () => {
  it('makes terminal escapes visible', () => expect(printable('\u001b[31mred\u0007')).toBe('\\x1b[31mred\\x07'));
  it('makes bidirectional overrides visible', () => expect(printable('a\u202eb')).toBe('a\\u{202e}b'));
  it('keeps text, tabs and newlines', () => expect(printable('é\t日\n')).toBe('é\t日\n'));
  it('keeps a lone carriage return from overwriting a line', () => expect(printable('ok\rfail')).toBe('ok\\x0dfail'));
});

describe('oneLine', () => {
  it('joins lines', () => expect(oneLine(' a \n  b\r\nc ')).toBe('a b c'));
});

describe('tailLines', () => {
  it('keeps the last lines', () => expect(tailLines('1\n2\n3\n', 2)).toBe('2\n3'));
});

describe('units', () => {
  it('formats durations', () => {
    expect([84, 6300, 125_000].map(formatDuration)).toEqual(['84 ms', '6.3 s', '2 min 05 s']);
  });
  it('formats bytes', () => expect(formatBytes(135168)).toBe('132.0 KiB'));
});
