import { UsageError } from '../base/errors.ts';
import { type Job, MARK } from './job.ts';

export const SYSTEMD_NAME = 'venus-suite-nightly';

/** A user's service (systemd.service(5)): one run, started by the timer. */
export function systemdService({ folder, command, env }: Job): string {
  return [
    `# ${MARK}`,
    '[Unit]',
    'Description=venus-suite nightly run',
    '',
    '[Service]',
    'Type=oneshot',
    ...Object.entries(env).map(([name, value]) => `Environment=${quote(`${name}=${value}`)}`),
    // WorkingDirectory= and the program of ExecStart= cannot hold every path; an argument can. The colon keeps `$` as it is.
    `ExecStart=:/bin/sh -c ${quote('cd -- "$0" && exec "$@"')} ${[folder, ...command].map(quote).join(' ')}`,
    '# The run ends its guests by itself; what is left after a minute is killed.',
    'KillMode=mixed',
    'TimeoutStopSec=60',
    '',
  ].join('\n');
}

/** Its timer (systemd.timer(5)). A night that the machine slept through is made up for. */
export function systemdTimer({ at }: Job): string {
  const time = [at.hour, at.minute, 0].map((part) => String(part).padStart(2, '0')).join(':');
  return [
    `# ${MARK}`,
    '[Unit]',
    'Description=venus-suite nightly run, every night',
    '',
    '[Timer]',
    `OnCalendar=*-*-* ${time}`,
    'Persistent=true',
    '',
    '[Install]',
    'WantedBy=timers.target',
    '',
  ].join('\n');
}

/** systemd.syntax(7) and systemd.unit(5): a quoted word with C escapes, in which `%` begins a specifier. */
function quote(text: string): string {
  if (text.includes('\0') || /\p{Surrogate}/u.test(text)) {
    throw new UsageError(`${JSON.stringify(text)} holds a character that a unit cannot.`, {
      hint: 'Use a folder without such a character in its name.',
    });
  }
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('%', '%%')
    .replaceAll(/[\u0001-\u001f\u007f]/g, (control) => `\\x${control.charCodeAt(0).toString(16).padStart(2, '0')}`);
  return `"${escaped}"`;
}
