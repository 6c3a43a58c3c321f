import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InfraError } from '../../../runner/base/errors.ts';
import { readRecord } from '../../../runner/record/reader.ts';
import { RecordWriter } from '../../../runner/record/writer.ts';
import { footerOf, headerOf, resultOf } from './lines.ts';

let dir: string;
let path: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'venus-suite-record-'));
  path = join(dir, 'record.jsonl');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('RecordWriter', () => {
  it('has each line in the file when append returns', () => {
    const writer = RecordWriter.create(dir);
    writer.append(headerOf(['a/b']));
    expect(readRecord(dir).missing).toEqual(['a/b']);
    writer.append(resultOf('a/b'));
    expect(readRecord(dir).results).toHaveLength(1);
    writer.append(footerOf());
    writer.close();
    expect(readRecord(dir).footer?.complete).toBe(true);
  });

  it('refuses a path that exists, and a line that is not of the record', () => {
    const writer = RecordWriter.create(dir);
    expect(() => RecordWriter.create(dir)).toThrow(InfraError);
    expect(() => writer.append({ ...resultOf('a/b'), durationMs: Number.NaN })).toThrow(/durationMs/);
    expect(statSync(path).size).toBe(0);
    writer.close();
  });

  it('goes on after an unfinished last line, which it cuts off', () => {
    const writer = RecordWriter.create(dir);
    writer.append(headerOf(['a/b', 'a/c']));
    writer.append(resultOf('a/b', { message: 'x'.repeat(200_000) }));
    writer.close();
    appendFileSync(path, `{"type":"result","id":"a/c","message":"${'y'.repeat(150_000)}`);
    expect(readRecord(dir)).toMatchObject({ truncated: true, missing: ['a/c'] });

    const resumed = RecordWriter.resume(path);
    resumed.append(resultOf('a/c'));
    resumed.append(footerOf());
    resumed.close();
    expect(readRecord(dir)).toMatchObject({ truncated: false, missing: [], footer: { complete: true } });
  });

  it('names the path and the next step on a full disk', () => {
    const writer = RecordWriter.resume('/dev/full');
    expect(() => writer.append(resultOf('a/b'))).toThrow(/^\/dev\/full: the record cannot be written: ENOSPC/);
    expect(() => writer.append(resultOf('a/b'))).toThrow(InfraError);
    writer.close();
  });

  it('loses no line that was appended before a SIGKILL', async () => {
    const script = `
      const { RecordWriter } = await import(${JSON.stringify(join(process.cwd(), 'runner/record/writer.ts'))});
      const writer = RecordWriter.create(${JSON.stringify(dir)});
      const [header, result] = ${JSON.stringify([headerOf(['a/0']), resultOf('a/0')])};
      writer.append({ ...header, plan: { ...header.plan, ids: Array.from({ length: 1e5 }, (_, i) => 'a/' + i) } });
      for (let i = 0; i < 1e5; i += 1) {
        writer.append({ ...result, id: 'a/' + i });
        process.stdout.write(i + '\\n');
      }`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let told = '';
    child.stdout.on('data', (data: Buffer) => {
      told += data.toString();
      if (told.split('\n').length > 20) child.kill('SIGKILL');
    });
    await once(child, 'close');
    const last = Number(told.trimEnd().split('\n').at(-1));
    expect(last).toBeGreaterThan(10);
    const record = readRecord(dir);
    expect(record.footer).toBeNull();
    expect(record.results.length).toBeGreaterThan(last);
    expect(readFileSync(path, 'utf8').endsWith('\n')).toBe(!record.truncated);
  });
});
