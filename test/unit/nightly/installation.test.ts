import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { install, presentFiles, remove } from '../../../runner/nightly/apply.ts';
import { type Installation, installationFor } from '../../../runner/nightly/installation.ts';
import { jobEnvironment } from '../../../runner/nightly/job.ts';
import { oddJob } from './odd-job.ts';

const account = { home: '/home/me', uid: 501, configHome: undefined };

describe('installationFor', () => {
  it('writes a launch agent of the user on macOS', () => {
    const { files, before, after, stop } = installationFor(oddJob, { ...account, platform: 'darwin' });
    const path = '/home/me/Library/LaunchAgents/org.venus-suite.nightly.plist';
    expect(files.map((file) => file.path)).toEqual([path]);
    expect(after.map(({ words }) => words)).toEqual([['launchctl', 'bootstrap', 'gui/501', path]]);
    for (const commands of [before, stop]) {
      expect(commands).toEqual([{ words: ['launchctl', 'bootout', 'gui/501/org.venus-suite.nightly'], mayFail: true }]);
    }
  });

  it('writes a service and a timer of the user on Linux', () => {
    const { files, after } = installationFor(oddJob, { ...account, platform: 'linux' });
    const folder = '/home/me/.config/systemd/user';
    const names = ['venus-suite-nightly.service', 'venus-suite-nightly.timer'];
    expect(files.map(({ path }) => path)).toEqual(names.map((name) => join(folder, name)));
    expect(after.map(({ words }) => words.join(' '))).toEqual([
      'systemctl --user daemon-reload',
      'systemctl --user enable --now venus-suite-nightly.timer',
    ]);
    const [own] = installationFor(oddJob, { ...account, platform: 'linux', configHome: '/conf' }).files;
    expect(own?.path).toBe('/conf/systemd/user/venus-suite-nightly.service');
  });

  it('is not for other systems', () => {
    expect(() => installationFor(oddJob, { ...account, platform: 'win32' })).toThrow(/win32/);
  });
});

describe('jobEnvironment', () => {
  it('keeps what finds programs and drivers, and no secret', () => {
    const env = {
      PATH: '/bin',
      VK_DRIVER_FILES: '/m.json',
      VENUS_SUITE_CACHE: '/c',
      VK_EMPTY: '',
      API_TOKEN: 's',
      HOME: '/h',
    };
    expect(jobEnvironment(env)).toEqual({ PATH: '/bin', VENUS_SUITE_CACHE: '/c', VK_DRIVER_FILES: '/m.json' });
  });
});

describe('install and remove', () => {
  let dir: string;
  let installation: Installation;
  const touch = (name: string) => ({ words: ['touch', join(dir, name)], mayFail: false });
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'venus-suite-nightly-'));
    const files = installationFor(oddJob, { ...account, platform: 'linux', configHome: dir }).files;
    const fails = { words: ['/nonexistent/program'], mayFail: true };
    installation = {
      files,
      before: [fails],
      after: [touch('started')],
      stop: [touch('stopped')],
      forget: [],
      notes: [],
    };
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  it('write the files and take them away, with their commands', () => {
    install(installation);
    expect(presentFiles(installation)).toEqual(installation.files.map(({ path }) => path));
    for (const { path, text } of installation.files) expect(readFileSync(path, 'utf8')).toBe(text);
    expect([existsSync(join(dir, 'started')), existsSync(join(dir, 'stopped'))]).toEqual([true, false]);
    remove(installation);
    expect(presentFiles(installation)).toEqual([]);
    expect(existsSync(join(dir, 'stopped'))).toBe(true);
  });

  it('touch no file of somebody else', () => {
    install(installation);
    const [service, timer] = installation.files.map(({ path }) => path);
    writeFileSync(timer ?? '', '[Timer]\n');
    expect(() => remove(installation)).toThrow(/venus-suite-nightly.timer was not written by/);
    expect(existsSync(service ?? '')).toBe(true);
    expect(existsSync(join(dir, 'stopped'))).toBe(false);
  });

  it('say which command failed', () => {
    const after = [{ words: ['false'], mayFail: false }];
    expect(() => install({ ...installation, after })).toThrow(/`false` failed/);
  });
});
