// Adds runs to a history, as `venus-suite run` does: a process of its own for the tests of several at once.
import { rememberRun } from '../../../../runner/record/history/remember.ts';
import { readRecord } from '../../../../runner/record/reader.ts';

const [path = '', ...runs] = process.argv.slice(2);
for (const run of runs) await rememberRun(path, readRecord(run));
