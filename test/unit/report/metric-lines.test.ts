import { describe, expect, it } from 'vitest';
import { distributionOf } from '../../../runner/base/distribution.ts';
import type { Metric } from '../../../runner/record/schema.ts';
import { formatQuantity, metricLines } from '../../../runner/report/metric-lines.ts';
import { renderSummary } from '../../../runner/report/terminal.ts';
import { resultOf } from '../record/lines.ts';
import { HOSTILE, recordOf } from './record-of.ts';

const metricOf = (name: string, values: number[]): Metric => {
  const summary = distributionOf(values);
  return { name, unit: 'ns', values, ...(summary ? { summary } : {}) };
};
const times = Array.from({ length: 20 }, (_, i) => (i + 1) * 10_000);

describe('metricLines', () => {
  it('tells how many, the median and p95', () => {
    const result = resultOf('perf/submit-wait', { metrics: [metricOf('submit and wait', times)] });
    expect(metricLines([result])).toEqual(['perf/submit-wait  submit and wait: n 20, median 105 µs, p95 190 µs']);
    expect(renderSummary(recordOf([result]), { color: false, width: 100 })).toContain('median 105 µs, p95 190 µs');
  });

  it('is silent about a few values and about a metric without a summary', () => {
    const metrics = [metricOf('a', [1, 2, 3]), metricOf('b', []), { name: 'c', unit: 'ns', values: times }];
    expect(metricLines([resultOf('a/1', { metrics })])).toEqual([]);
  });

  it('stays on one safe line whatever the guest calls its metric', () => {
    const [line] = metricLines([resultOf('a/1', { metrics: [metricOf(HOSTILE, times)] })]);
    expect(line).not.toMatch(/[\n\u001b]/);
  });
});

it.each([
  [0, 'ns', '0 ns'],
  [45_350, 'ns', '45.4 µs'],
  [1_234_567, 'ns', '1.23 ms'],
  [2.5e9, 'ns', '2.5 s'],
  [1.5 * 2 ** 30, 'B/s', '1.5 GiB/s'],
  [999, 'B/s', '999 B/s'],
  [20_412.7, '1/s', '20400 1/s'],
  [7, 'count', '7 count'],
])('formatQuantity(%d, %s) is %s', (value, unit, shown) => {
  expect(formatQuantity(value, unit)).toBe(shown);
});
