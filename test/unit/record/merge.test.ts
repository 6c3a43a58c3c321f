import { describe, expect, it } from 'vitest';
import { cleanLogs, logsMessage, logTrouble, OUTSIDE } from '../../../runner/judge/host-messages.ts';
import { takeShard } from '../../../runner/plan/shard.ts';
import { mergeShards } from '../../../runner/record/merge.ts';
import type { RunRecord } from '../../../runner/record/reader.ts';
import type { Check, Result } from '../../../runner/record/schema.ts';
import { recordOf } from '../report/record-of.ts';
import { headerOf, resultOf } from './lines.ts';

const HOST = ['host/log-clean', 'host/baseline'];
const PROBES = ['a/1', 'a/1@x', 'a/2', 'b/1', 'b/2', 'b/3', 'c/1'];
const options = { run: 'merged', hostCases: new Set(HOST), logsOf: (shard: number) => `shards/${shard}` };

/** What host/log-clean and host/baseline come to over these cases, as the engine words it. */
function hostResults(ids: readonly string[], troubles: Check[] = []): Result[] {
  const logs = troubles.filter(({ name }) => ids.includes(name) || name === OUTSIDE);
  const message = logsMessage(logs);
  const outcome = logs.length > 0 ? 'fail' : 'pass';
  const common = { exit: { code: null, signal: null }, processMs: null };
  const plain = [...new Set(ids.map((id) => id.split('@')[0] ?? id))];
  return [
    resultOf('host/log-clean', {
      ...common,
      outcome,
      verdict: logs.length > 0 ? 'regression' : 'ok',
      message,
      attempts: [{ outcome, message, durationMs: 5 }],
      checks: logs.length > 0 ? logs : [cleanLogs(ids.length)],
    }),
    resultOf('host/baseline', {
      ...common,
      processMs: 10,
      checks: plain.map((name) => ({ name, ok: true, expected: 'pass', actual: 'pass' })),
    }),
  ];
}

/** A run of these cases: the whole, or the shard of it that is named. */
function run(shard: string | null, troubles: Check[] = []): RunRecord {
  const ids = takeShard(PROBES, shard ?? undefined);
  const record = recordOf([...ids.map((id) => resultOf(id)), ...hostResults(ids, troubles)]);
  const plan = { ...record.header.plan, shard };
  return { ...record, path: `/runs/${shard}/record.jsonl`, header: { ...record.header, plan } };
}

const shards = (total: number, troubles: Check[] = []): RunRecord[] =>
  Array.from({ length: total }, (_, i) => run(`${i + 1}/${total}`, troubles));

/** Without times. */
const facts = (results: readonly Result[]): object[] =>
  results.map(({ durationMs, processMs, attempts, ...rest }) => ({
    ...rest,
    attempts: attempts.map(({ outcome, message }) => ({ outcome, message })),
  }));

describe('mergeShards', () => {
  it.each([1, 2, 3, 7])('makes of %i shards the record of one run, in whatever order they come', (total) => {
    const merged = mergeShards(shards(total).toReversed(), options);
    const whole = run(null);
    expect(merged.header.plan).toEqual(whole.header.plan);
    expect(facts(merged.results)).toEqual(facts(whole.results));
    expect(merged.footer).toMatchObject({ complete: true, exit: 0, counts: { pass: 9 }, findings: [] });
  });

  it('keeps every line that a log of any shard holds, and tells of the boots once', () => {
    const troubles = [
      logTrouble('a/2', 'device-lost in qemu', 'VK_ERROR_DEVICE_LOST', 'the host lost its device (host-driver)'),
      logTrouble('b/1', 'device-lost in qemu', 'VK_ERROR_DEVICE_LOST', 'the host lost its device (host-driver)'),
      logTrouble(OUTSIDE, 'mvk-error in virgl', '[mvk-error] x', ''),
    ];
    const merged = mergeShards(shards(3, troubles), options);
    expect(facts(merged.results)).toEqual(facts(run(null, troubles).results));
    expect(merged.results.at(-2)).toMatchObject({ outcome: 'fail', verdict: 'regression' });
    expect(merged.results.at(-2)?.checks).toHaveLength(3);
    expect(merged.footer.exit).toBe(1);
  });

  it('takes the worse of two runs of one probe without the VM', () => {
    const [one, two] = shards(2);
    const failed: Check = { name: 'a/1', ok: false, expected: 'pass', actual: 'fail', message: 'it broke' };
    const spoilt = two?.results.map((result): Result => {
      if (result.id !== 'host/baseline') return result;
      return { ...result, outcome: 'fail', verdict: 'regression', checks: [failed, ...result.checks.slice(1)] };
    });
    const merged = mergeShards([one as RunRecord, { ...two, results: spoilt } as RunRecord], options);
    const baseline = merged.results.at(-1);
    expect(baseline).toMatchObject({ outcome: 'fail', verdict: 'regression' });
    expect(baseline?.message).toMatch(/a\/1 ends with fail: it broke$/);
    expect(baseline?.checks.filter(({ name }) => name === 'a/1')).toEqual([failed]);
  });

  it('is never green where a shard did not come to its end', () => {
    const [one, two] = shards(2) as [RunRecord, RunRecord];
    const [lost] = two.results;
    const cut = { ...two, results: two.results.slice(1), missing: [lost?.id ?? ''], footer: null };
    const { footer, results } = mergeShards([one, cut], options);
    expect(results).toHaveLength(8);
    expect(footer).toMatchObject({ complete: false, exit: 1 });
    expect(footer.findings).toEqual(['shard 2/2 did not come to its end: 1 cases without a result']);
  });

  it('says where the logs of a shard are now', () => {
    const [one, two] = shards(2) as [RunRecord, RunRecord];
    const logs = [{ log: 'qemu', file: 'logs/boot-1/qemu.log', start: 1, end: 2 }];
    const [first, ...rest] = two.results;
    const merged = mergeShards([one, { ...two, results: [{ ...(first as Result), logs }, ...rest] }], options);
    expect(merged.results[1]?.logs[0]?.file).toBe('shards/2/logs/boot-1/qemu.log');
  });

  const [one, two, three] = shards(3) as [RunRecord, RunRecord, RunRecord];
  const withHeader = (record: RunRecord, fields: object): RunRecord => ({
    ...record,
    header: { ...record.header, ...fields },
  });
  const otherStack = { ...headerOf([]).stack, qemu: '10.0' };

  it.each([
    ['a whole run', [run(null), two, three], /is a whole run, not a shard/],
    ['a shard that is missing', [one, three], /shard 2\/3 is missing/],
    ['a shard twice', [one, two, two, three], /shard 2\/3 is there twice/],
    ['shards of another number', [one, run('2/2'), three], /the number of shards is not the same: 1\/3 in .*2\/2 in/],
    [
      'another stack',
      [one, two, withHeader(three, { stack: otherStack })],
      /the stack is not the same: .*QEMU 11\.1\.2.*QEMU 10\.0/,
    ],
    ['another target', [one, two, withHeader(three, { target: 'host' })], /the target is not the same: tcg-arm64-16k/],
    [
      'another revision',
      [one, withHeader(two, { revision: { commit: 'abc', dirty: false } }), three],
      /revision is not/,
    ],
    [
      'plans that overlap',
      [one, withHeader(two, { plan: { ...two.header.plan, ids: one.header.plan.ids } }), three],
      /the shards overlap: more than one of them planned a\/1/,
    ],
  ])('refuses %s', (_what, records, message) => {
    expect(() => mergeShards(records, options)).toThrow(message);
  });
});
