import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../runner/record/reader.ts';
import { whileNextRuns } from './breakage.ts';
import { until, Workspace } from './cli.ts';
import { expectNothingLeft } from './leftovers.ts';

// Together the naps last long enough for another runner to start meanwhile, on a busy machine as well.
const NAPS = ['self/nap', 'self/nap@2', 'self/nap@3', 'self/nap@4'];
const QUERY = ['protocol/identity', 'protocol/handles', 'protocol/extensions', 'transfer/fill', ...NAPS];

/** What must be the same however often the runner was stopped. */
function factsOf({ header, results, footer }: RunRecord) {
  const { commandLine: _, ...stack } = header.stack;
  const { finishedAt: __, ...end } = footer ?? {};
  return {
    header: { target: header.target, plan: header.plan, stack },
    results: results.map(({ id, outcome, verdict, message, checks, exit }) => [
      id,
      outcome,
      verdict,
      message,
      checks,
      exit,
    ]),
    footer: end,
  };
}

describe('a run whose runner was killed', () => {
  it('goes on with --resume, and its record is that of a run that was left alone', async () => {
    await using space = await Workspace.create();
    const child = space.start(['run', ...QUERY]);
    await whileNextRuns(space, 'transfer/fill');
    const [run = ''] = await space.runs();
    const busy = await space.run(['run', '--resume', run]);
    expect(busy.exitCode).toBe(2);
    expect(busy.stderr).toMatch(/process \d+ is still writing/);

    child.kill('SIGKILL');
    await child;
    expect(await until(async () => (await space.leftovers()).length === 0, 5_000)).toBe(true);
    const before = await space.record();
    expect(before.footer).toBeNull();
    expect(before.missing.length).toBeGreaterThan(0);
    expect(NAPS).toEqual(expect.arrayContaining(before.missing));
    const kept = await readFile(join(run, 'record.jsonl'), 'utf8');

    const resumed = await space.run(['run', '--resume', run]);
    expect(resumed.exitCode, resumed.stderr).toBe(0);
    expect(resumed.stderr).not.toContain('transfer/fill  ');
    expect((await readFile(join(run, 'record.jsonl'), 'utf8')).startsWith(kept)).toBe(true);
    const after = await space.record();
    expect(after.boots).toHaveLength(2);
    await expectNothingLeft(space);

    await using other = await Workspace.create();
    await other.run(['run', ...QUERY]);
    expect(factsOf(after)).toEqual(factsOf(await other.record()));

    const again = await space.run(['run', '--resume', run]);
    expect(again.exitCode).toBe(2);
    expect(again.stderr).toContain('is complete');
    const elsewhere = await space.run(['run', '--resume', run, 'sync']);
    expect(elsewhere.exitCode).toBe(2);
    expect(elsewhere.stderr).toContain('does not go with --resume');
  });
});
