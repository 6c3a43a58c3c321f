import { describe, expect, it } from 'vitest';
import { encodeRun, lacks, parseEnded, parseHello, parseRefused } from '../../../runner/guest/supervisor-messages.ts';

const limits = { protocol: 1, output: 2, file: 3, files: 4 };
const message = { number: 7, killMs: 1500.4, limits, memoryMiB: 0, processes: 5, argv: ['/p', 'a b'], env: { K: 'v' } };

function ended(numbers: readonly number[], text = ''): Buffer {
  const head = Buffer.alloc(40);
  for (const [index, value] of numbers.entries()) head.writeUInt32BE(value, 4 * index);
  return Buffer.concat([head, Buffer.from(text)]);
}

describe('encodeRun', () => {
  it('is ten numbers and the words, each closed by a zero byte', () => {
    const bytes = encodeRun(message);
    const numbers = Array.from({ length: 10 }, (_, index) => bytes.readUInt32BE(4 * index));
    expect(numbers).toEqual([7, 1500, 1, 2, 3, 4, 0, 5, 2, 1]);
    expect(bytes.subarray(40).toString()).toBe('/p\0a b\0K=v\0');
  });

  it('refuses a word that would become two', () => {
    expect(() => encodeRun({ ...message, env: { K: 'a\0LD_PRELOAD=b' } })).toThrow(/zero byte/);
  });
});

describe('parseEnded', () => {
  it('tells a status from a signal by the names that Linux has for them', () => {
    expect(parseEnded(ended([3, 0, 0, 77, 1500, 1000, 500, 640]))).toEqual({
      number: 3,
      end: {
        ended: 'exit',
        exitCode: 77,
        signal: null,
        reason: null,
        processMs: 1.5,
        resources: { userMs: 1, systemMs: 0.5, maxRssKiB: 640, oomKills: 0 },
      },
    });
    const signalOf = (number: number) => parseEnded(ended([1, 0, 1, number]))?.end.signal;
    expect([1, 7, 9, 11, 14, 31, 63].map(signalOf)).toEqual([
      'SIGHUP',
      'SIGBUS',
      'SIGKILL',
      'SIGSEGV',
      'SIGALRM',
      'SIGSYS',
      'signal 63',
    ]);
  });

  it.each([
    [1, { ended: 'killed', signal: 'SIGKILL' }],
    [2, { ended: 'flooded', signal: null }],
    [3, { ended: 'flooded', signal: null }],
    [4, { ended: 'aborted', signal: null }],
    [5, { ended: 'not-started', processMs: null }],
    [6, { ended: 'deadline', processMs: null }],
  ])('ending %i is never an exit, whatever status stands beside it', (ending, expected) => {
    expect(parseEnded(ended([1, ending, 0, 0]))?.end).toMatchObject({ ...expected, exitCode: null });
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['half of it', ended([1]).subarray(0, 39)],
    ['an ending that is none', ended([1, 99])],
    ['a status that is none', ended([1, 0, 0, 256])],
  ])('takes %s for no end', (_, payload) => {
    expect(parseEnded(payload)).toBeNull();
  });
});

it('parseHello wants all of it', () => {
  expect(parseHello(Buffer.from([0, 0, 0, 1, 0, 0, 0, 5]))).toEqual({
    version: 1,
    kernelLog: true,
    cgroup: false,
    memoryLimit: true,
    processLimit: false,
  });
  expect(parseHello(Buffer.from([0, 0, 0, 1]))).toBeNull();
  expect(lacks({ version: 1, kernelLog: true, cgroup: false, memoryLimit: true, processLimit: false })).toBe(
    'control groups, bound of processes',
  );
});

it('parseRefused wants a name', () => {
  expect(parseRefused(Buffer.from('a.txt\0gone'))).toEqual({ name: 'a.txt', reason: 'gone' });
  expect(parseRefused(Buffer.from('\0gone'))).toBeNull();
  expect(parseRefused(Buffer.from('gone'))).toBeNull();
});
