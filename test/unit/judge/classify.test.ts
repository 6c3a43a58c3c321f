import { describe, expect, it } from 'vitest';
import { classify } from '../../../runner/judge/classify.ts';
import { BAD_CHECK, HELLO, OK_CHECK, PASS, probeRun, stream } from './probe-run.ts';

const passed = stream(HELLO, OK_CHECK, PASS);
const end = (outcome: string, reason: string): object => ({ event: 'end', outcome, reason });

describe('classify', () => {
  it('passes a probe that checked something, said so and exited with 0', () => {
    expect(classify(probeRun({ protocol: passed }))).toMatchObject({
      outcome: 'pass',
      message: '',
      checks: [{ name: 'wait', ok: true }],
      exit: { code: 0, signal: null },
    });
  });

  it.each([
    [
      'a failed check',
      { exitCode: 1, protocol: stream(HELLO, OK_CHECK, BAD_CHECK, end('fail', 'r')) },
      'fail',
      'wait: expected VK_SUCCESS, got VK_TIMEOUT',
    ],
    ['a skip', { exitCode: 77, protocol: stream(HELLO, end('skip', 'no swapchain')) }, 'skip', 'no swapchain'],
    [
      'an error',
      { exitCode: 99, protocol: stream(HELLO, end('error', 'no device')) },
      'fail',
      'could not get as far as its check: no device',
    ],
    [
      'a crash',
      { exitCode: null, signal: 'SIGSEGV', protocol: stream(HELLO, OK_CHECK) },
      'crash',
      'crashed with SIGSEGV, after the check wait',
    ],
    [
      'a crash in clean-up, after a good end',
      { exitCode: null, signal: 'SIGABRT', protocol: passed },
      'crash',
      'crashed with SIGABRT, after its end (pass), in clean-up',
    ],
    [
      'its own alarm',
      { exitCode: null, signal: 'SIGALRM', protocol: stream(HELLO) },
      'timeout',
      /its own alarm.*after hello, before its first check/,
    ],
    [
      "the guest's bound",
      { exitCode: null, signal: 'SIGKILL', ended: 'killed', protocol: stream(HELLO, BAD_CHECK) },
      'timeout',
      /killed by the guest.*after the check wait, which failed.*got VK_TIMEOUT/,
    ],
    ['a SIGKILL from elsewhere', { exitCode: null, signal: 'SIGKILL' }, 'crash', /out of memory/],
    ["the runner's deadline", { exitCode: null, ended: 'deadline' }, 'timeout', /the guest lives/],
    ['a dead guest', { exitCode: null, ended: 'lost', reason: 'QEMU exited' }, 'lost', /QEMU exited/],
    ['a start that failed', { exitCode: null, ended: 'not-started', reason: 'no channel' }, 'infra', /no channel/],
    [
      'a flood',
      { exitCode: null, ended: 'flooded', protocol: 'x'.repeat(4 << 20) },
      'invalid',
      'wrote more than 4.0 MiB of output',
    ],
    ['a flood of stderr', { exitCode: null, ended: 'flooded' }, 'invalid', 'wrote more than 1.0 MiB of output'],
  ] as const)('tells %s', (_what, fields, outcome, message) => {
    const classified = classify(probeRun(fields));
    expect(classified.outcome).toBe(outcome);
    if (typeof message === 'string') expect(classified.message).toBe(message);
    else expect(classified.message).toMatch(message);
  });

  it.each([
    ['no end, though it exited with 0', { protocol: stream(HELLO, OK_CHECK) }, /without its end event/],
    ['nothing at all', { protocol: '' }, /without its end event/],
    ['a status that disagrees with the end', { exitCode: 1, protocol: passed }, /exited with 1, but its end says pass/],
    ['a status that nobody knows', { exitCode: 42, protocol: stream(HELLO, OK_CHECK) }, /exited with 42/],
    ['a pass without a check', { protocol: stream(HELLO, PASS) }, /without any check/],
    ['a pass with a failed check', { protocol: stream(HELLO, BAD_CHECK, PASS) }, /says that it passed/],
    ['a fail without one', { exitCode: 1, protocol: stream(HELLO, OK_CHECK, end('fail', 'r')) }, /no check failed/],
    ['a skip that hides a failure', { exitCode: 77, protocol: stream(HELLO, BAD_CHECK, end('skip', 'r')) }, /skipped/],
    ['a driver that prints into it', { protocol: `MESA: warning\n${passed}` }, /broke the protocol: line 1/],
    ['a file that was not there', { protocol: passed, fileErrors: ['frame.png: not found'] }, /frame\.png/],
  ])('calls invalid: %s', (_what, fields, message) => {
    const classified = classify(probeRun(fields));
    expect(classified.outcome).toBe('invalid');
    expect(classified.message).toMatch(message);
  });

  it('never lets a cut link pass, however good the last words were', () => {
    expect(classify(probeRun({ exitCode: null, protocol: passed })).outcome).toBe('lost');
    expect(classify(probeRun({ exitCode: null, ended: 'lost', protocol: passed })).outcome).toBe('lost');
    expect(classify(probeRun({ exitCode: null, ended: 'deadline', protocol: passed })).outcome).toBe('timeout');
  });

  it('keeps hostile text to one bounded, printable line', () => {
    const reason = `\u001b[2Jgone\n\u202e${'x'.repeat(5000)}`;
    const { message } = classify(probeRun({ exitCode: 77, protocol: stream(HELLO, end('skip', reason)) }));
    expect(message).not.toMatch(/[\u001b\n\u202e]/);
    expect(message.length).toBeLessThan(700);
  });
});
