import type { News } from '../record/history/news.ts';
import { safeLine } from './escape.ts';

/** An instant for people, in UTC as records have it: `2026-11-21 11:29`. */
export function minute(iso: string): string {
  return iso.slice(0, 16).replace('T', ' ');
}

export function countRuns(runs: number): string {
  return runs === 1 ? '1 run' : `${runs} runs`;
}

/** A line for each unexpected result: whether it is new on this machine, and since when it is not. */
export function newsLines(news: readonly News[]): string[] {
  return news.map((item) => `${safeLine(item.id)}  ${item.verdict}: ${newsText(item)}`);
}

function newsText({ kind, point, runs }: News): string {
  if (kind === 'first' || point === null) return 'no run before this one tells of it';
  if (kind === 'new')
    return `NEW, it was good in the ${countRuns(runs)} before, the last of them ${minute(point.started)}`;
  return `not new, since ${minute(point.started)} (${countRuns(runs)} before this one)`;
}
