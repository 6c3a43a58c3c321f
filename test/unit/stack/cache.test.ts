import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InfraError } from '../../../runner/base/errors.ts';
import { type Build, ensureEntry, findEntry, listEntries, removeEntry } from '../../../runner/stack/cache.ts';
import { contentKey } from '../../../runner/stack/content-key.ts';

const BUILDER = join(import.meta.dirname, 'cache-builder.ts');
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'venus-suite-cache-'));
  process.env['VENUS_SUITE_CACHE'] = root;
});
afterEach(() => {
  delete process.env['VENUS_SUITE_CACHE'];
  rmSync(root, { recursive: true, force: true });
});

function build(over: Partial<Build> = {}): Build {
  return {
    name: 'thing',
    inputs: { version: 1 },
    needs: { cache: 1, temporary: 1 },
    announcement: 'building thing',
    make: async (folder) => {
      writeFileSync(join(folder, 'content'), 'made');
      return ['libc6 2.43-7'];
    },
    ...over,
  };
}

const LOCK = `.lock-thing-${contentKey({ version: 1 })}`;
const hidden = (): string[] => readdirSync(root).filter((name) => name.startsWith('.'));

/** Runs the builder program, which builds the entry `shared` for `ms` milliseconds and says what it did. */
function startBuilder(ms: number): { pid: number; output: Promise<string>; kill: () => void } {
  const child = spawn(process.execPath, [BUILDER, String(ms)], { env: { ...process.env, VENUS_SUITE_CACHE: root } });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const output = new Promise<string>((resolve) => child.on('close', () => resolve(text)));
  return { pid: child.pid ?? 0, output, kill: () => child.kill('SIGKILL') };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}

describe('ensureEntry', () => {
  it('builds once, with a manifest, and answers from the cache after that', async () => {
    const lines: string[] = [];
    const entry = await ensureEntry(build(), (line) => lines.push(line));
    expect(readFileSync(join(entry.folder, 'content'), 'utf8')).toBe('made');
    expect(entry.manifest).toMatchObject({
      name: 'thing',
      key: contentKey({ version: 1 }),
      packages: ['libc6 2.43-7'],
    });
    const again = await ensureEntry(build({ make: () => Promise.reject(new Error('built twice')) }), (line) =>
      lines.push(line),
    );
    expect(again).toEqual(entry);
    expect(lines).toEqual(['building thing']);
    expect(hidden()).toEqual([]);
  });

  it('builds anew when an input changes, and keeps both', async () => {
    const first = await ensureEntry(build(), () => undefined);
    const second = await ensureEntry(build({ inputs: { version: 2 } }), () => undefined);
    expect(second.folder).not.toBe(first.folder);
    expect(listEntries()).toHaveLength(2);
    removeEntry(first);
    expect(listEntries().map(({ folder }) => folder)).toEqual([second.folder]);
    expect(existsSync(first.folder)).toBe(false);
  });

  it('leaves nothing that could be used when a build fails, and no lock', async () => {
    const make: Build['make'] = async (folder) => {
      writeFileSync(join(folder, 'content'), 'half');
      throw new InfraError('the mirror is down');
    };
    await expect(ensureEntry(build({ make }), () => undefined)).rejects.toThrow('the mirror is down');
    expect(findEntry('thing', { version: 1 })).toBeNull();
    expect(hidden()).toEqual([]);
  });

  it('does not take a folder without a manifest for an entry, and replaces it', async () => {
    const half = join(root, `thing-${contentKey({ version: 1 })}`);
    mkdirSync(half);
    writeFileSync(join(half, 'content'), 'half');
    expect(findEntry('thing', { version: 1 })).toBeNull();
    const entry = await ensureEntry(build(), () => undefined);
    expect(readFileSync(join(entry.folder, 'content'), 'utf8')).toBe('made');
  });

  it('names the folder, what is needed and what there is, where space is short', async () => {
    const error: unknown = await ensureEntry(build({ needs: { cache: 2 ** 60, temporary: 1 } }), () => undefined).catch(
      (e) => e,
    );
    expect(error).toBeInstanceOf(InfraError);
    expect((error as InfraError).message).toMatch(
      /no disk space to build thing: .*GiB free and 1073741824.0 GiB are needed/,
    );
    expect((error as InfraError).message).toContain(root);
    expect((error as InfraError).hint).toContain('image prune');
  });

  it('takes over the lock of a process that is gone', async () => {
    writeFileSync(join(root, LOCK), JSON.stringify({ pid: 2 ** 22 + 1, host: hostname() }));
    const lines: string[] = [];
    await ensureEntry(build(), (line) => lines.push(line));
    expect(lines).toEqual(['building thing']);
  });

  it('takes over the lock of a machine that has been silent for minutes', async () => {
    const lock = join(root, LOCK);
    writeFileSync(lock, JSON.stringify({ pid: 1, host: 'another-machine' }));
    const old = new Date(Date.now() - 5 * 60_000);
    utimesSync(lock, old, old);
    await expect(ensureEntry(build(), () => undefined)).resolves.toMatchObject({ manifest: { name: 'thing' } });
  });
});

describe('several processes', () => {
  it('build once: the second says whom it waits for and takes the result', async () => {
    const first = startBuilder(1500);
    await until(() => hidden().some((name) => name.startsWith('.building-')));
    const second = startBuilder(1500);
    const [one, two] = await Promise.all([first.output, second.output]);
    expect(one).toContain('built');
    expect(two).not.toContain('built');
    expect(two).toContain(`process ${first.pid} is building it`);
    expect(two).toContain(`content by ${first.pid}`);
  });

  it('survive a builder that was killed: the next one builds anew and clears what was left', async () => {
    const first = startBuilder(60_000);
    await until(() => hidden().some((name) => name.startsWith('.building-')));
    first.kill();
    await first.output;
    expect(hidden()).toHaveLength(2);
    const second = startBuilder(0);
    expect(await second.output).toContain(`content by ${second.pid}`);
    expect(hidden()).toEqual([]);
  });

  it('started all at once end with one result', async () => {
    const builders = Array.from({ length: 5 }, () => startBuilder(300));
    const outputs = await Promise.all(builders.map(({ output }) => output));
    expect(outputs.filter((text) => text.includes('built'))).toHaveLength(1);
    expect(new Set(outputs.map((text) => /content by (\d+)/.exec(text)?.[1])).size).toBe(1);
  });
});
