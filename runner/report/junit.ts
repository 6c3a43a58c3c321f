import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { ExitCode, messageOf, VenusSuiteError } from '../base/errors.ts';
import { formatDuration } from '../base/text.ts';
import type { RunRecord } from '../record/reader.ts';
import { diagnosisLine } from './diagnosis.ts';
import { clip, excerptLines, safeLine } from './escape.ts';
import { type Point, pointsOf, unfinished } from './points.ts';
import { escapeTap, yamlBlock } from './tap.ts';

const SYSTEM_OUT_LENGTH = 4000;

function binary(): string {
  const manifest = createRequire(import.meta.url).resolve('tap-junit/package.json');
  return join(dirname(manifest), 'bin', 'tap-junit');
}

/** All that a reader of the XML should know of a point, on one line. */
function systemOut({ name, kind, message, result }: Point): string {
  const diagnosis = result ? diagnosisLine(result) : '';
  const parts = [
    `${name}: ${kind === 'known' ? 'known failure' : kind}${result ? ` in ${formatDuration(result.durationMs)}` : ''}`,
    ...(message === '' ? [] : [message]),
    ...(diagnosis === '' ? [] : [`first diagnosis: ${diagnosis}`]),
    ...(result?.files ?? []).map(({ role, path }) => `${role}: ${path}`),
    ...(result?.excerpts ?? []).map(({ log, text }) => `${log}: ${excerptLines(text, 5, 300).join(' ⏎ ')}`),
  ];
  // tap-junit takes a comment with these words for a harness' own summary, and drops it.
  const text = parts.join(' | ').replaceAll(/failed (?=\d of \d+ tests)/g, 'failed: ');
  return clip(safeLine(text), SYSTEM_OUT_LENGTH);
}

/**
 * The XML builder under tap-junit decodes entities once (`&#0;` becomes a NUL) and then writes what still looks like
 * one as it is (`&foo;` makes the XML ill-formed): an ampersand that is escaped twice comes out as one.
 */
function escapeEntities(text: string): string {
  return text.replaceAll('&', '&amp;amp;');
}

function linesOf(point: Point, index: number): string[] {
  const description = `${index + 1} - ${escapeTap(escapeEntities(point.name))}`;
  const comment = escapeEntities(`# ${systemOut(point)}`);
  switch (point.kind) {
    case 'ok':
      return [comment, `ok ${description}`];
    case 'skip':
    case 'known':
      return [comment, `ok ${description} # SKIP ${escapeTap(point.message)}`];
    case 'failed': {
      const severity = point.result?.verdict ?? 'missing';
      return [comment, `not ok ${description}`, ...yamlBlock({ message: escapeEntities(point.message), severity })];
    }
  }
}

/**
 * TAP for tap-junit, which drops the reasons of skips, makes a failure of `not ok # TODO`, and gives a comment to
 * every point up to the next comment: so known failures are skips here, each point has a comment of its own before
 * it, which becomes its <system-out>, and a run without an end is a point.
 */
function tapForJUnit(points: readonly Point[]): string {
  return `${['TAP version 14', `1..${points.length}`, ...points.flatMap(linesOf)].join('\n')}\n`;
}

/**
 * A record as JUnit XML, made by tap-junit. Known failures and skips are <skipped> with their reasons in
 * <system-out>; everything that makes the run not good is a <failure>.
 * @throws VenusSuiteError where tap-junit cannot be run.
 */
export async function toJUnit(record: RunRecord): Promise<string> {
  const why = unfinished(record);
  const end: Point[] = why === null ? [] : [{ kind: 'failed', name: 'run/end', message: why, result: null }];
  const suite = escapeEntities(safeLine(record.header.target));
  const args = ['--pretty', '--name', 'venus-suite', '--classname', suite];
  try {
    const input = tapForJUnit([...pointsOf(record), ...end]);
    const { stdout } = await execa(process.execPath, [binary(), ...args], { input, maxBuffer: 256 << 20 });
    return `${stdout.trim()}\n`;
  } catch (error) {
    throw new VenusSuiteError(`JUnit could not be written: tap-junit: ${messageOf(error)}`, ExitCode.infra, {
      cause: error,
    });
  }
}
