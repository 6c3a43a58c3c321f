import { clip, safeLine } from './escape.ts';

const LENGTH = 2000;

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** A diagnosis in a sentence: `component: title`, or as JSON where it has another shape; empty where there is none. */
export function diagnosisLine(diagnosis: unknown): string {
  if (diagnosis === undefined || diagnosis === null) return '';
  const cause = field(diagnosis, 'cause') ?? diagnosis;
  const [title, component] = [field(cause, 'title'), field(cause, 'component')];
  if (typeof title === 'string')
    return clip(safeLine(typeof component === 'string' ? `${component}: ${title}` : title), LENGTH);
  return clip(safeLine(typeof diagnosis === 'string' ? diagnosis : JSON.stringify(diagnosis)), LENGTH);
}
