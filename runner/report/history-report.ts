import type { Ansis } from 'ansis';
import { formatDuration } from '../base/text.ts';
import type { MetricPoint, Point } from '../record/history/points.ts';
import type { CaseTrend, Stretch } from '../record/history/trend.ts';
import type { Rate } from '../record/history/wilson.ts';
import { clip, safeLine } from './escape.ts';
import { figuresOf } from './figures.ts';
import type { HistoryView } from './history-view.ts';
import { countRuns, minute } from './news-lines.ts';
import { markOf, styleFor } from './style.ts';

export interface HistoryOptions {
  /** Also the cases that are good in every run. */
  everything: boolean;
  /** With each case when it turned bad and what changed then, its rate, its durations and metrics. */
  details: boolean;
  /** Runs that a trend shows. */
  last: number;
  color: boolean;
}

const CHANGES_SHOWN = 8;
const MESSAGE_WIDTH = 160;

/** Cases by target, a line each with the newest result at the right. */
export function renderHistory(views: readonly HistoryView[], options: HistoryOptions): string {
  const { everything, details, last, color } = options;
  const style = styleFor(color);
  const targets = [...new Set(views.map(({ trend }) => trend.target))];
  return targets
    .map((target) => {
      const own = views.filter(({ trend }) => trend.target === target);
      const shown = everything ? own : own.filter(({ trend }) => !isSteady(trend));
      const left = own.length - shown.length;
      return [
        style.bold(safeLine(`${target}: ${spanOf(own)}`)),
        ...shown.flatMap((view) => [
          caseLine(style, view.trend, last),
          ...(details ? detailLines(style, view, last) : []),
        ]),
        ...(left > 0 ? [`${left} ${left === 1 ? 'case was' : 'cases were'} good in every run (--all lists them)`] : []),
      ].join('\n');
    })
    .join('\n\n');
}

function isSteady({ bad, now }: CaseTrend): boolean {
  return bad === null && now !== null;
}

function spanOf(views: readonly HistoryView[]): string {
  const times = new Map(views.flatMap(({ trend }) => trend.points.map(({ run, started }) => [run, started] as const)));
  const sorted = [...times.values()].sort();
  return `${countRuns(times.size)}, ${minute(sorted[0] ?? '')} to ${minute(sorted.at(-1) ?? '')} UTC`;
}

function caseLine(style: Ansis, { id, points, now, off, flaky }: CaseTrend, last: number): string {
  const strip = points.slice(-last).map((point) => style[markOf(point).color](markOf(point).sign));
  const rate = flaky && off !== null ? `, flaky: ${percent(off.rate)} of ${off.of} attempts` : '';
  return `${safeLine(id)}  ${strip.join('')}  ${now === null ? 'never started' : stateText(now)}${rate}`;
}

function detailLines(style: Ansis, { trend, metrics, changed }: HistoryView, last: number): string[] {
  const { points, now, bad, goodBefore, off } = trend;
  const lines = [
    ...(bad === null ? [] : badLines(now, bad, goodBefore)),
    ...(changed.length === 0 ? [] : [`changed then: ${changesText(changed)}`]),
    ...(off === null ? [] : [rateText(off)]),
    `takes ${durationText(points, last)}`,
    ...metricLines(metrics, last),
  ];
  return lines.map((line) => style.dim(`    ${safeLine(line)}`));
}

function stateText({ good, first, last, runs }: Stretch): string {
  const what = good ? 'good' : `${last.verdict} (${last.outcome})`;
  return `${what} since ${minute(first.started)} (${countRuns(runs)})`;
}

function badLines(now: Stretch | null, bad: Stretch, goodBefore: Point | null): string[] {
  const until = now === bad ? '' : `, bad for ${countRuns(bad.runs)}`;
  return [
    `first bad run: ${bad.first.run}${until}: ${clip(bad.first.message, MESSAGE_WIDTH)}`,
    goodBefore === null ? 'never good before that' : `last good run before it: ${goodBefore.run}`,
  ];
}

function changesText(changed: readonly string[]): string {
  const more = changed.length - CHANGES_SHOWN;
  return changed.slice(0, CHANGES_SHOWN).join('; ') + (more > 0 ? `; and ${more} more` : '');
}

/** `3 of 120 attempts on this stack were off: 2.5 % (0.9 % to 7.1 % at 95 % confidence)`. */
function rateText({ count, of, rate, low, high }: Rate): string {
  return `${count} of ${of} attempts on this stack were off: ${percent(rate)} (${percent(low)} to ${percent(high)} at 95 % confidence)`;
}

function percent(part: number): string {
  return `${(100 * part).toFixed(1)} %`;
}

function durationText(points: readonly Point[], last: number): string {
  const shown = points.slice(-last).map(({ durationMs }) => durationMs);
  const { median, p95 } = figuresOf(shown);
  return `${formatDuration(median)} (median of ${countRuns(shown.length)}; 95 % within ${formatDuration(p95)})`;
}

const BARS = '▁▂▃▄▅▆▇█';

function metricLines(metrics: readonly MetricPoint[], last: number): string[] {
  const names = [...new Set(metrics.map(({ name }) => name))];
  return names.map((name) => {
    const own = metrics.filter((metric) => metric.name === name).slice(-last);
    const values = own.map(({ median }) => median);
    const { median } = figuresOf(values);
    return `${name} ${bars(values)} ${shortNumber(values.at(-1))} ${own.at(-1)?.unit ?? ''}, usually ${shortNumber(median)}`;
  });
}

/** From the smallest to the largest of the values, one bar each. */
function bars(values: readonly number[]): string {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return values.map((value) => BARS[high === low ? 3 : Math.round((7 * (value - low)) / (high - low))]).join('');
}

function shortNumber(value: number | undefined): string {
  return value === undefined ? '-' : String(Number(value.toPrecision(4)));
}

/** The same for a program; its trend has every run but for those before the last `last`. */
export function toJson({ trend, metrics, changed }: HistoryView, last: number): unknown {
  const { id, target, points, now, bad, goodBefore, off, flaky } = trend;
  return {
    id,
    target,
    runs: points.length,
    state: now === null ? null : now.good ? 'good' : 'bad',
    since: now && { ...place(now.first), runs: now.runs },
    firstBad: bad && { ...place(bad.first), runs: bad.runs, lastGood: goodBefore && place(goodBefore), changed },
    off: off && { ...off, confidence: 0.95 },
    flaky,
    trend: points.slice(-last).map(({ verdict, outcome, message, durationMs, ...point }) => ({
      ...place(point),
      verdict,
      outcome,
      message,
      durationMs,
    })),
    metrics: [...new Set(metrics.map(({ name }) => name))].map((name) => {
      const own = metrics.filter((metric) => metric.name === name).slice(-last);
      return { name, unit: own.at(-1)?.unit, trend: own.map(({ run, median }) => ({ run, median })) };
    }),
  };
}

function place({ run, started, record }: Pick<Point, 'run' | 'started' | 'record'>): object {
  return { run, started, record };
}
