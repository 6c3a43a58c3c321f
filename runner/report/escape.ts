import { oneLine, printable } from '../base/text.ts';

/** Halves of surrogate pairs, which UTF-8 and XML cannot hold, and the separators that YAML and JavaScript take for line ends. */
const LONE_SURROGATE = /\p{Surrogate}/gu;
const SEPARATOR = /[\u2028\u2029]/g;

/** Text of a guest in a form that every report format can hold: well-formed Unicode without control characters. */
export function safeText(text: string): string {
  return printable(text.replaceAll(LONE_SURROGATE, '\ufffd').replaceAll(SEPARATOR, '\n'));
}

/** `safeText` on one line. */
export function safeLine(text: string): string {
  return oneLine(safeText(text));
}

/** The last `lines` lines of a text, each at most `width` characters, safe. */
export function excerptLines(text: string, lines: number, width: number): string[] {
  return safeText(text)
    .trimEnd()
    .split('\n')
    .slice(-lines)
    .map((line) => clip(line, width));
}

/** A text of at most `length` characters; a cut is shown. */
export function clip(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, Math.max(0, length - 1))}…`;
}
