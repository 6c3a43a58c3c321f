import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemdService, systemdTimer } from '../../../runner/nightly/systemd.ts';
import { ODD, oddJob } from './odd-job.ts';

const C_ESCAPES: Record<string, string> = { '\\': '\\', '"': '"', "'": "'", n: '\n', t: '\t', s: ' ' };

/** A line's words by systemd.syntax(7): quotes, C escapes, specifiers of which only `%%` may stand here. */
function words(value: string): string[] {
  const found = value.match(/(?:"(?:[^"\\]|\\.)*"|[^\s"])+/g) ?? [];
  return found.map((word) =>
    word
      .replace(/^(.?)"(.*)"$/, '$1$2')
      .replaceAll(/\\(?:x([0-9a-f]{2})|(.))/g, (_, hex: string | undefined, letter: string) => {
        const text = hex === undefined ? C_ESCAPES[letter] : String.fromCharCode(Number.parseInt(hex, 16));
        if (text === undefined) throw new Error(`\\${letter} is no escape`);
        return text;
      })
      .replaceAll(/%(.)/g, (_, specifier: string) => {
        if (specifier !== '%') throw new Error(`%${specifier} is a specifier`);
        return '%';
      }),
  );
}

function values(unit: string, name: string): string[] {
  return unit
    .split('\n')
    .filter((line) => line.startsWith(`${name}=`))
    .map((line) => line.slice(name.length + 1));
}

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'venus-suite-units-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

describe('the service', () => {
  const service = systemdService(oddJob);

  it('is one section after the other, a setting a line', () => {
    for (const line of service.split('\n')) expect(line).toMatch(/^$|^#|^\[(Unit|Service)\]$|^[A-Z][A-Za-z]+=/);
  });

  it('hands every word through as it is', () => {
    const [exec = ''] = values(service, 'ExecStart');
    // With the colon no word is searched for variables.
    expect(words(exec)).toEqual([':/bin/sh', '-c', 'cd -- "$0" && exec "$@"', ODD, ...oddJob.command]);
    expect(values(service, 'Environment').map(words)).toEqual(
      Object.entries(oddJob.env).map(([name, value]) => [`${name}=${value}`]),
    );
  });

  it('runs the command in the folder, by the very shell', () => {
    const [, ...args] = words(values(service, 'ExecStart')[0] ?? '');
    args.splice(2, args.length, dir, process.execPath, '-p', '[process.cwd(), process.argv.slice(1)].join()', ODD);
    expect(execFileSync('/bin/sh', args, { encoding: 'utf8' })).toBe(`${dir},${ODD}\n`);
  });

  it('cannot be made of what a unit cannot hold', () => {
    expect(() => systemdService({ ...oddJob, folder: '/a\0b' })).toThrow(/a unit cannot/);
  });
});

describe('systemd itself', () => {
  // A systemd is not on every machine; the rules above hold on all.
  const has = existsSync('/usr/bin/systemd-analyze');
  /** What systemd-analyze says of the units, the timer with this for its time. */
  const verify = (change: (timer: string) => string): { status: number | null; stderr: string } => {
    const files = ['venus-suite-nightly.service', 'venus-suite-nightly.timer'].map((name) => join(dir, name));
    writeFileSync(files[0] ?? '', systemdService(oddJob));
    writeFileSync(files[1] ?? '', change(systemdTimer(oddJob)));
    const env = { PATH: process.env['PATH'] ?? '', HOME: dir, XDG_RUNTIME_DIR: dir };
    const { status, stderr } = spawnSync('systemd-analyze', ['verify', '--user', ...files], { encoding: 'utf8', env });
    return { status, stderr };
  };

  it('has nothing against the units, and would say it', () => {
    expect(values(systemdTimer(oddJob), 'OnCalendar')).toEqual(['*-*-* 02:05:00']);
    if (!has) return;
    expect(verify((timer) => timer)).toEqual({ status: 0, stderr: '' });
    expect(verify((timer) => timer.replace('02:05', '25:05')).stderr).toContain('Failed to parse calendar');
  });
});
