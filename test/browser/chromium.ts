import { type Browser, chromium } from 'playwright-core';
import { findProgram } from '../../runner/stack/prerequisites.ts';

const PROGRAMS = [
  process.env['CHROMIUM'],
  'chromium',
  'chromium-browser',
  'google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/**
 * Starts the machine's own Chromium without a window.
 * @throws Error where there is none: a report that no browser has opened is not tested.
 */
export function launchChromium(): Promise<Browser> {
  const executablePath = PROGRAMS.flatMap((name) => (name ? (findProgram(name) ?? []) : []))[0];
  if (executablePath === undefined) {
    throw new Error(
      'No Chromium on the PATH: `apt-get install -y chromium` mends it, or set $CHROMIUM to a browser’s path.',
    );
  }
  // Chromium's own sandbox refuses root.
  return chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
}
