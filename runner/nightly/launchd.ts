import { UsageError } from '../base/errors.ts';
import { type Job, MARK } from './job.ts';

/** The job's name to launchd, and of its file. */
export const LAUNCHD_LABEL = 'org.venus-suite.nightly';

/** Seconds from SIGTERM to SIGKILL: guests are shut down in between. launchd's own 20 are too few for several. */
const EXIT_TIMEOUT_S = 60;

/** A property list for ~/Library/LaunchAgents (launchd.plist(5)). */
export function launchdPlist({ folder, command, env, at, log }: Job): string {
  const entries: [string, string][] = [
    ['Label', string(LAUNCHD_LABEL)],
    ['ProgramArguments', array(command)],
    ['WorkingDirectory', string(folder)],
    ['EnvironmentVariables', dict(Object.entries(env).map(([name, value]) => [name, string(value)]))],
    [
      'StartCalendarInterval',
      dict([
        ['Hour', `<integer>${at.hour}</integer>`],
        ['Minute', `<integer>${at.minute}</integer>`],
      ]),
    ],
    ['StandardOutPath', string(log)],
    ['StandardErrorPath', string(log)],
    // Without it launchd may throttle the processor and the disk, and time bounds fail for no other reason.
    ['ProcessType', string('Interactive')],
    ['ExitTimeOut', `<integer>${EXIT_TIMEOUT_S}</integer>`],
  ];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
    `<!-- ${MARK} -->`,
    '<plist version="1.0">',
    dict(entries),
    '</plist>',
    '',
  ].join('\n');
}

function dict(entries: readonly (readonly [string, string])[]): string {
  const lines = entries.map(([name, value]) => `<key>${escapeXml(name)}</key>\n${value}`);
  return `<dict>\n${indent(lines.join('\n'))}\n</dict>`;
}

function array(items: readonly string[]): string {
  return `<array>\n${indent(items.map(string).join('\n'))}\n</array>`;
}

/** A newline is part of the text, which an indented one would not be: it is written as a reference. */
function string(text: string): string {
  return `<string>${escapeXml(text)}</string>`;
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '  ');
}

/** What XML 1.0 cannot hold, even as a reference. */
const IMPOSSIBLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u;

function escapeXml(text: string): string {
  if (IMPOSSIBLE.test(text)) {
    throw new UsageError(`${JSON.stringify(text)} holds a character that a property list cannot.`, {
      hint: 'Use a folder without control characters in its name.',
    });
  }
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[\t\n\r]/g, (space) => `&#${space.charCodeAt(0)};`);
}
