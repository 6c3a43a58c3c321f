import type { Job } from '../../../runner/nightly/job.ts';

/** A folder's name as no sane person gives it, and every scheduler has to take it: quotes, specifiers, variables, markup. */
export const ODD = '/home/a b"c\'d\\e$HOME\u0024{X}%h%%;#ü&<x>]]>\n\ttab =+ ';

export const oddJob: Job = {
  folder: ODD,
  command: ['/bin/echo', ODD, '$PATH', '%n', ';', '-', '', 'nightly', 'run'],
  env: { PATH: `/usr/bin:${ODD}`, VENUS_SUITE_DATA: ODD, VK_EMPTY: '' },
  at: { hour: 2, minute: 5 },
  log: `${ODD}/nightly.log`,
};
