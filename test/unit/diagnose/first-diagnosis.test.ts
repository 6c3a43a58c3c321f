import { describe, expect, it } from 'vitest';
import {
  diagnosesIn,
  diagnosisOf,
  firstDiagnosisOfBoot,
  withFirstDiagnoses,
} from '../../../runner/diagnose/first-diagnosis.ts';
import type { RunRecord } from '../../../runner/record/reader.ts';
import type { BootLine, Result } from '../../../runner/record/schema.ts';
import { resultOf } from '../record/lines.ts';
import { failure, recordOf } from '../report/record-of.ts';

const TIMEOUT = 'vkWaitForFences: expected VK_SUCCESS, got VK_TIMEOUT';
const WRONG = 'the filled ranges: expected 0x44, got 0xcf (the first of 262146 bytes to differ is at byte 3)';

const onHost = (...checks: [string, string, string][]): Result =>
  failure('host/baseline', "without the VM, on the host's own driver, something fails", {
    checks: checks.map(([name, actual, message]) => ({
      name,
      ok: actual === 'pass',
      expected: 'pass',
      actual,
      message,
    })),
  });

const causesIn = (record: RunRecord): Record<string, string | null> =>
  Object.fromEntries(
    withFirstDiagnoses(record).results.flatMap((result) => {
      const made = diagnosisOf(result);
      return made ? [[result.id, made.cause && `${made.cause.component} ${made.cause.id}`]] : [];
    }),
  );

const bootOf = (stage: string, fields: Partial<BootLine>): BootLine => ({
  type: 'boot',
  at: '2026-11-21T11:29:22.123Z',
  stages: [{ stage, ok: false, atMs: 1, detail: 'it failed' }],
  finding: null,
  infra: null,
  ...fields,
});

describe('withFirstDiagnoses', () => {
  it('leaves what is as expected, and good news, alone', () => {
    const record = recordOf([resultOf('sync/fence-empty'), resultOf('transfer/fill', { verdict: 'fixed' })]);
    expect(withFirstDiagnoses(record)).toBe(record);
  });

  it('asks the variants beside a case: a wait that goes well without feedback', () => {
    const fails = failure('sync/fence-empty', TIMEOUT);
    const sharing = resultOf('memory/coherent-device-to-host');
    const record = recordOf([fails, resultOf('sync/fence-empty@no_fence_feedback'), sharing]);
    expect(causesIn(record)).toEqual({ 'sync/fence-empty': 'renderer feedback-lost' });
    const [result] = withFirstDiagnoses(record).results;
    expect(result && diagnosisOf(result)?.evidence.join()).toContain('VN_PERF=no_fence_feedback: pass');
  });

  it('asks the host without the VM: the same story, and fills are lost there too', () => {
    const record = recordOf([
      failure('sync/fence-empty', TIMEOUT),
      resultOf('sync/fence-empty@no_fence_feedback'),
      failure('transfer/fill', WRONG),
      onHost(['sync/fence-empty', 'pass', ''], ['transfer/fill', 'fail', WRONG]),
    ]);
    expect(causesIn(record)).toEqual({
      'sync/fence-empty': 'host-driver host-wrong-result',
      'transfer/fill': 'host-driver host-wrong-result',
      'host/baseline': 'host-driver host-wrong-result',
    });
  });

  it('is less sure of feedback where nobody asked the host', () => {
    const record = recordOf([failure('sync/fence-empty', TIMEOUT), resultOf('sync/fence-empty@no_fence_feedback')]);
    const [result] = withFirstDiagnoses(record).results;
    expect(result && diagnosisOf(result)?.cause?.confidence).toBeLessThan(0.7);
  });

  it('reads the lines of its own logs, of host/log-clean too', () => {
    const line = 'virgl_render_server[1]: failed to exec /no/server: No such file';
    const symptoms = [{ symptom: 'render-server-exec', log: 'qemu', line }];
    const record = recordOf([
      failure('drm/context', 'no context', { symptoms }),
      failure('host/log-clean', 'm', {
        checks: [
          { name: 'drm/context', ok: false, actual: line, message: 'render-server-exec in qemu: it is not there' },
        ],
      }),
    ]);
    expect(causesIn(record)).toEqual({
      'drm/context': 'configuration render-server-missing',
      'host/log-clean': 'configuration render-server-missing',
    });
  });

  it('calls a case unstable that ended both ways', () => {
    const attempts = (['pass', 'fail', 'pass'] as const).map((outcome) => ({ outcome, message: '', durationMs: 1 }));
    const record = recordOf([failure('sync/fence-work', 'm', { verdict: 'flaky', attempts })]);
    expect(causesIn(record)).toEqual({ 'sync/fence-work': 'infrastructure unstable' });
    const [result] = withFirstDiagnoses(record).results;
    expect(result && diagnosisOf(result)?.evidence[0]).toBe('2 of 2 further runs passed');
  });

  it('blames the host driver where there is no VM', () => {
    const record = recordOf([failure('compute/fill-shader', WRONG)]);
    record.header.stack = { ...record.header.stack, qemu: null, accelerator: null, commandLine: ['bwrap', 'PROBE'] };
    expect(causesIn(record)).toEqual({ 'compute/fill-shader': 'host-driver host-wrong-result' });
  });

  it('has one for cases that the catalogue does not have any more', () => {
    const record = recordOf([failure('old/case@gone', 'got VK_ERROR_DEVICE_LOST')]);
    expect(causesIn(record)).toEqual({ 'old/case@gone': 'host-driver host-device-lost' });
  });

  it('names the command for the rest, with the options of the run, quoted', () => {
    const record = recordOf([failure('sync/fence-empty', TIMEOUT), failure('host/log-clean', 'm')]);
    record.header.options = ["--host-layer /tmp/my layer's", '--host-env A=B c', '--no-ordered-stores'];
    const [fence, logs] = withFirstDiagnoses(record).results.map(diagnosisOf);
    expect(fence?.command).toBe(
      "venus-suite diagnose sync/fence-empty --target tcg-arm64-16k --host-layer '/tmp/my layer'\\''s' --host-env 'A=B c' --no-ordered-stores",
    );
    expect(logs?.command).toBe('');
  });

  it('takes milliseconds a case', () => {
    const results = Array.from({ length: 300 }, (_, i) => failure(`area/${i}`, TIMEOUT));
    const began = performance.now();
    withFirstDiagnoses(recordOf(results));
    expect((performance.now() - began) / results.length).toBeLessThan(5);
  });
});

describe('a boot', () => {
  it('that never reached its guest is diagnosed by its stage', () => {
    const record = recordOf([], ['sync/fence-empty']);
    record.boots = [
      bootOf('process', { infra: 'the guest was not reached (stage process): QEMU ended: -x: invalid option' }),
    ];
    expect(firstDiagnosisOfBoot(record)?.cause).toMatchObject({ id: 'vmm-refuses', component: 'configuration' });
    expect(diagnosesIn(record)).toMatchObject([{ case: 'sync/fence-empty', outcome: 'infra' }]);
    record.boots = [bootOf('init', { infra: "the guest was not reached (stage init): the guest's kernel panicked" })];
    expect(firstDiagnosisOfBoot(record)?.cause).toMatchObject({ id: 'guest-panic', component: 'guest-kernel' });
  });

  it('that found Venus missing counts, unless a later one went well', () => {
    const record = recordOf([failure('protocol/identity', 'm')]);
    record.header.stack.commandLine = ['qemu-system-aarch64'];
    record.boots = [bootOf('venus', { finding: 'stage venus: no device' })];
    expect(causesIn(record)).toEqual({ 'protocol/identity': 'configuration no-gpu' });
    record.boots.push({ ...bootOf('venus', {}), stages: [{ stage: 'venus', ok: true, atMs: 1, detail: '' }] });
    expect(causesIn(record)['protocol/identity']).not.toBe('configuration no-gpu');
  });
});
