import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunRecord } from '../../runner/record/reader.ts';
import type { Result } from '../../runner/record/schema.ts';
import { type Finished, Workspace } from './cli.ts';
import { expectNothingLeft } from './leftovers.ts';

const PROCESSES = ['segfault', 'abort', 'no-end', 'garbage', 'flood', 'never-ends', 'spins', 'fork-bomb', 'memory-hog'];
const BAD = [...PROCESSES, 'panic', 'cut-link', 'freeze-link'].map((name) => `self/${name}`);

describe('cases that end badly, in one run', () => {
  let space: Workspace;
  let finished: Finished;
  let record: RunRecord;
  const resultOf = (id: string): Result | undefined => record.results.find((result) => result.id === id);
  beforeAll(async () => {
    space = await Workspace.create();
    finished = await space.run(['run', ...BAD, 'self/asks', 'transfer/fill', 'sync/fence-empty']);
    record = await space.record();
  });
  afterAll(async () => space[Symbol.asyncDispose]());

  it('leave the others alone: a result for every planned case, a footer, exit 1', () => {
    expect(finished.exitCode, finished.stderr).toBe(1);
    expect(record.missing).toEqual([]);
    expect(record.footer).toMatchObject({ complete: true, exit: 1, findings: [] });
    const good = record.results.filter(({ verdict }) => verdict === 'ok').map(({ id }) => id);
    expect(good).toEqual(['sync/fence-empty', 'transfer/fill', 'self/asks']);
  });

  it.each([
    ['self/segfault', 'crash', /SIGSEGV/],
    ['self/abort', 'crash', /SIGABRT/],
    ['self/no-end', 'invalid', /without its end event/],
    ['self/garbage', 'invalid', /broke the protocol/],
    ['self/flood', 'invalid', /1\.0 MiB/],
    ['self/never-ends', 'timeout', /alarm had no effect/],
    ['self/spins', 'timeout', /its own alarm/],
    ['self/fork-bomb', 'timeout', /did not end in time/],
  ] as const)('%s is a %s, once, and quickly', (id, outcome, message) => {
    const result = resultOf(id);
    expect(result).toMatchObject({ outcome, verdict: 'regression' });
    expect(result?.message).toMatch(message);
    expect(result?.attempts).toHaveLength(1);
    expect(result?.durationMs).toBeLessThan(25_000);
  });

  it('a memory hog is refused memory or killed for it', () => {
    const result = resultOf('self/memory-hog');
    expect(['crash', 'fail']).toContain(result?.outcome);
    expect(result?.message).toMatch(/SIGKILL|memory/);
  });

  it.each(['self/panic', 'self/freeze-link'])('%s costs two guests, and is tried no more', (id) => {
    const attempts = record.results.find((result) => result.id === id)?.attempts ?? [];
    expect(attempts.map(({ outcome }) => outcome)).toEqual(['lost', 'lost']);
    for (const { message } of attempts) expect(message).toMatch(/died under it/);
  });

  it("the panic stands in the logs of the guests that it cost, and in no other's", async () => {
    const panicked = await Promise.all(
      [1, 2, 3, 4, 5].map(async (boot) => {
        const console = await readFile(join(record.dir, 'logs', `boot-${boot}`, 'console.log'), 'utf8');
        return console.includes('sysrq triggered crash');
      }),
    );
    expect(panicked).toEqual([true, true, false, false, false]);
  });

  it('a cut link loses its case, and the guest is kept', () => {
    expect(resultOf('self/cut-link')).toMatchObject({ outcome: 'lost', verdict: 'regression' });
    expect(resultOf('self/cut-link')?.attempts).toHaveLength(1);
    // The first, two after panics, two after frozen links.
    expect(record.boots.map(({ infra }) => infra)).toEqual([null, null, null, null, null]);
  });

  it('leave nothing behind', () => expectNothingLeft(space));
});
