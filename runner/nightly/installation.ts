import { join } from 'node:path';
import { UsageError } from '../base/errors.ts';
import type { Job } from './job.ts';
import { LAUNCHD_LABEL, launchdPlist } from './launchd.ts';
import { SYSTEMD_NAME, systemdService, systemdTimer } from './systemd.ts';

export interface Command {
  words: readonly string[];
  /** It says so where there is nothing to do, which is no failure. */
  mayFail: boolean;
}

/** Everything that installing and removing a job does, before any of it is done. */
export interface Installation {
  files: readonly { path: string; text: string }[];
  /** Before the files are written. */
  before: readonly Command[];
  /** Once they are. */
  after: readonly Command[];
  /** To stop the job, before its files are removed. */
  stop: readonly Command[];
  /** Once they are. */
  forget: readonly Command[];
  notes: readonly string[];
}

export interface Account {
  platform: string;
  home: string;
  uid: number;
  /** $XDG_CONFIG_HOME, where it is set. */
  configHome: string | undefined;
}

const must = (...words: string[]): Command => ({ words, mayFail: false });
const may = (...words: string[]): Command => ({ words, mayFail: true });

/** @throws UsageError on a system with neither launchd nor systemd. */
export function installationFor(job: Job, account: Account): Installation {
  if (account.platform === 'darwin') return withLaunchd(job, account);
  if (account.platform === 'linux') return withSystemd(job, account);
  throw new UsageError(`There is no nightly job for ${account.platform}.`, {
    hint: 'Start `venus-suite nightly run` by what starts jobs there.',
  });
}

function withLaunchd(job: Job, { home, uid }: Account): Installation {
  const path = join(home, 'Library', 'LaunchAgents', `${LAUNCHD_LABEL}.plist`);
  const stop = may('launchctl', 'bootout', `gui/${uid}/${LAUNCHD_LABEL}`);
  return {
    files: [{ path, text: launchdPlist(job) }],
    before: [stop],
    after: [must('launchctl', 'bootstrap', `gui/${uid}`, path)],
    stop: [stop],
    forget: [],
    notes: [
      'It runs while you are logged in; a time that the Mac slept through is made up for when it wakes.',
      `What it says goes to ${job.log}.`,
    ],
  };
}

function withSystemd(job: Job, { home, configHome }: Account): Installation {
  const folder = join(configHome || join(home, '.config'), 'systemd', 'user');
  const timer = `${SYSTEMD_NAME}.timer`;
  const reload = must('systemctl', '--user', 'daemon-reload');
  return {
    files: [
      { path: join(folder, `${SYSTEMD_NAME}.service`), text: systemdService(job) },
      { path: join(folder, timer), text: systemdTimer(job) },
    ],
    before: [],
    after: [reload, must('systemctl', '--user', 'enable', '--now', timer)],
    stop: [may('systemctl', '--user', 'disable', '--now', timer)],
    forget: [may(...reload.words)],
    notes: [
      'It runs while you are logged in; `loginctl enable-linger` lets it run at any time.',
      `What it says: journalctl --user --unit ${SYSTEMD_NAME}`,
    ],
  };
}
