import { describe, expect, it } from 'vitest';
import { PROTOCOL_LIMITS, parseProtocol } from '../../../runner/judge/protocol.ts';
import { HELLO, OK_CHECK, PASS, stream } from './probe-run.ts';

describe('parseProtocol', () => {
  it('reads every event, and only the fields that the protocol names', () => {
    const { events, errors } = parseProtocol(
      stream(
        HELLO,
        { ...OK_CHECK, expected: 'a', secret: 'b' },
        { event: 'metric', name: 'submit', unit: 'ns', values: [1, 2.5] },
        { event: 'file', name: 'frame.rgba', media: 'image/x-rgba8', width: 2, height: 3 },
        { event: 'file', name: 'list.json', media: 'application/json', width: 9 },
        PASS,
      ),
    );
    expect(errors).toEqual([]);
    expect(events).toEqual([
      HELLO,
      { ...OK_CHECK, expected: 'a' },
      { event: 'metric', name: 'submit', unit: 'ns', values: [1, 2.5] },
      { event: 'file', name: 'frame.rgba', media: 'image/x-rgba8', width: 2, height: 3 },
      { event: 'file', name: 'list.json', media: 'application/json' },
      { event: 'end', outcome: 'pass', reason: '' },
    ]);
  });

  it.each([
    ['text that is no JSON', 'Segmentation fault\n', /line 2 is not JSON/],
    ['an empty line', '\n', /line 2 is not JSON/],
    ['an array', '[]\n', /not an object/],
    ['an unknown event', stream({ event: 'verdict' }), /unknown event: "verdict"/],
    ['an event named like a method of objects', stream({ event: 'toString' }), /unknown event/],
    ['an event that is no text', stream({ event: 1 }), /"event" is not a string/],
    ['a check whose ok is a text', stream({ event: 'check', name: 'a', ok: 'true' }), /"ok" is not true or false/],
    ['a check without a name', stream({ event: 'check', name: '', ok: true }), /"name" is empty/],
    ['a check whose actual is a number', stream({ ...OK_CHECK, actual: 3 }), /"actual" is not a string/],
    ['a metric that is not finite', '{"event":"metric","name":"a","unit":"ns","values":[1e999]}\n', /finite/],
    ['a file in a parent folder', stream({ event: 'file', name: '../x.png', media: 'image/png' }), /bare file name/],
    ['a file named ..', stream({ event: 'file', name: '..', media: 'image/png' }), /bare file name/],
    ['a file of another medium', stream({ event: 'file', name: 'x', media: 'text/html' }), /"media" is none of/],
    ['a raw picture without a size', stream({ event: 'file', name: 'x', media: 'image/x-rgba8' }), /"width"/],
    [
      'a raw picture over the limit',
      stream({ event: 'file', name: 'x', media: 'image/x-rgba8', width: 30000, height: 30000 }),
      /over the limit/,
    ],
    ['a skip without a reason', stream({ event: 'end', outcome: 'skip', reason: ' ' }), /no reason/],
    ['a second hello', stream(HELLO), /second hello/],
    ['an event after the end', stream(PASS, OK_CHECK), /line 3 is a check after the end/],
    ['a line that is too long', stream({ ...OK_CHECK, message: 'x'.repeat(PROTOCOL_LIMITS.line) }), /longer than/],
    ['a last line without newline', '{"event":"end"', /no newline/],
  ])('tells of %s', (_what, text, message) => {
    const { errors } = parseProtocol(stream(HELLO) + text);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(message);
  });

  it('wants hello first, and its own version', () => {
    expect(parseProtocol(stream(OK_CHECK)).errors[0]).toMatch(/check before hello/);
    expect(parseProtocol(stream({ ...HELLO, protocol: 2 })).errors[0]).toMatch(/protocol 2, not 1/);
  });

  it('keeps a bounded number of errors and events of an endless stream', () => {
    expect(parseProtocol('x\n'.repeat(100_000)).errors).toHaveLength(PROTOCOL_LIMITS.errors);
    const many = parseProtocol(stream(HELLO) + stream(OK_CHECK).repeat(PROTOCOL_LIMITS.checks + 5));
    expect(many.events).toHaveLength(1 + PROTOCOL_LIMITS.checks);
    expect(many.errors[0]).toMatch(/over the limit/);
  });
});
