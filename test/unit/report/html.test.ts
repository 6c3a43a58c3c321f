import { mkdtempSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodePng } from '../../../runner/judge/picture.ts';
import type { RunRecord } from '../../../runner/record/reader.ts';
import type { Result } from '../../../runner/record/schema.ts';
import { buildModel } from '../../../runner/report/html/build-model.ts';
import { jsonForScript } from '../../../runner/report/html/escape-html.ts';
import type { Cell } from '../../../runner/report/html/model.ts';
import { pageScript, pageStyle } from '../../../runner/report/html/page-files.ts';
import type { PictureChoice } from '../../../runner/report/html/pictures.ts';
import { renderPage } from '../../../runner/report/html/render-page.ts';
import { gradient } from '../judge/pictures.ts';
import { resultOf } from '../record/lines.ts';
import { failure, firstDiagnosisOf, HOSTILE, recordOf } from './record-of.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'venus-suite-html-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const onDisk = (...results: Result[]): RunRecord => ({ ...recordOf(results), dir, path: join(dir, 'record.jsonl') });

async function cellOf(result: Result, choice: PictureChoice = 'differing'): Promise<Cell> {
  const [cell] = (await buildModel([onDisk(result)], choice)).cases[0]?.cells ?? [];
  if (!cell) throw new Error('no cell');
  return cell;
}

const log = (file: string, start: number, end: number) => ({ logs: [{ log: 'qemu', file, start, end }] });
const FAILED_GOLDEN = { checks: [{ name: 'golden', ok: false }] };
const picture = (path: string) => ({ files: [{ name: 'p', role: 'actual' as const, path, bytes: 1 }] });

describe('a first diagnosis', () => {
  it('is in the cell of its case, as text', async () => {
    const result = failure('a/1', 'm', { diagnosis: firstDiagnosisOf('a/1', 'lost', '\u001b[2J') });
    expect((await cellOf(result)).diagnosis).toEqual({
      sentence: 'renderer: lost (70 % sure)',
      evidence: expect.not.stringContaining('\u001b'),
      command: 'venus-suite diagnose a/1 --target t',
    });
    expect(await cellOf(failure('a/1', 'm'))).not.toHaveProperty('diagnosis');
  });
});

describe('renderPage', () => {
  it('has no script and no element but its own, whatever a guest writes', async () => {
    const record = recordOf([failure(`x/${HOSTILE}`, HOSTILE)], [], { findings: [HOSTILE] });
    record.header.target = HOSTILE;
    const html = await renderPage([record], 'differing');
    expect(html.match(/<script/g)).toHaveLength(2);
    expect(html.match(/<\/script/g)).toHaveLength(2);
    expect(html).not.toMatch(/<img|<[a-z]+ [^>]*\son[a-z]+=|[\u0000-\u0008\u007f-\u009f\u202e\u2028\u2029\u2066]/);
    expect(html).toContain('&lt;img src=x onerror=&quot;globalThis.ran=1&quot;&gt;');
  });

  it('names nothing outside of itself, and its policy allows nothing else', async () => {
    const html = await renderPage([recordOf([resultOf('a/1')])], 'differing');
    expect(html).not.toMatch(/\b(src|href)=|@import|url\(/);
    const [, policy = ''] = /Content-Security-Policy" content="([^"]*)"/.exec(html) ?? [];
    expect(policy).toMatch(/^default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'; img-src data:;/);
    expect(policy).not.toContain('unsafe');
  });

  it('joins its script to one that parses, without modules', () => {
    expect(() => new Script(pageScript())).not.toThrow();
    expect(pageScript()).not.toMatch(/^\s*(import|export) /m);
    expect(pageScript() + pageStyle()).not.toMatch(/<\/(script|style)/);
  });

  it('refuses one run twice', async () => {
    const record = recordOf([resultOf('a/1')]);
    await expect(renderPage([record, record], 'none')).rejects.toThrow(/given twice/);
  });
});

describe('jsonForScript', () => {
  it('reads back as it was, and closes no element', () => {
    const value = { text: '</script><!-- \u2028\u2029 & ]]>' };
    expect(JSON.parse(jsonForScript(value))).toEqual(value);
    expect(jsonForScript(value)).not.toMatch(/[<>&\u2028\u2029]/);
  });
});

describe('log slices', () => {
  it('are just what the log gained while the case ran', async () => {
    writeFileSync(join(dir, 'qemu.log'), 'before\nduring\nafter\n');
    expect((await cellOf(failure('a/1', 'm', log('qemu.log', 7, 14)))).logs).toEqual([
      { log: 'qemu', file: 'qemu.log', text: 'during' },
    ]);
  });

  it('of a gigabyte are read from their end only', async () => {
    const path = join(dir, 'qemu.log');
    writeFileSync(path, '');
    truncateSync(path, 2 ** 30);
    const end = 2 ** 30 + 9;
    writeFileSync(path, 'the end.\n', { flag: 'a' });
    const before = process.memoryUsage().rss;
    const [block] = (await cellOf(failure('a/1', 'm', log('qemu.log', 0, end)))).logs;
    expect(block?.text).toMatch(/the end\.$/);
    expect(block?.text.length).toBeLessThan(200_000);
    expect(block?.note).toBe('the last 32.0 KiB of 1.0 GiB');
    expect(process.memoryUsage().rss - before).toBeLessThan(100 << 20);
  });

  it.each([
    ['is missing', 'gone.log', 0, 5, /gone\.log is missing/],
    ['was cut', 'short.log', 0, 500, /short\.log has 2 B, and the slice ends beyond it/],
    ['lies outside', '../../../../../../../etc/passwd', 0, 5, /outside of the run's folder/],
    ['is a link to the outside', 'link.log', 0, 5, /outside of the run's folder/],
    ['is no file', '.', 0, 5, /outside of the run's folder|not a plain file/],
  ])('whose file %s come from the record, and say so', async (_what, file, start, end, note) => {
    writeFileSync(join(dir, 'short.log'), 'x\n');
    symlinkSync('/etc/passwd', join(dir, 'link.log'));
    const excerpts = [{ log: 'qemu', text: 'kept\n' }];
    const [block] = (await cellOf(failure('a/1', 'm', { ...log(file, start, end), excerpts }))).logs;
    expect(block?.text).toBe('kept\n');
    expect(block?.note).toMatch(note);
    expect(block?.note).toMatch(/from the record/);
  });

  it('that would make the report huge are left out and marked, last of all those of a failure', async () => {
    writeFileSync(join(dir, 'qemu.log'), 'x'.repeat(64 << 10));
    const passed = Array.from({ length: 9000 }, (_, i) => resultOf(`a/${i}`, log('qemu.log', 0, 64 << 10)));
    const model = await buildModel([onDisk(...passed, failure('z/1', 'm', log('qemu.log', 0, 64 << 10)))], 'none');
    const notes = model.cases.map(({ cells }) => cells[0]?.logs[0]?.note ?? '');
    expect(notes.at(-1)).toBe('the last 32.0 KiB of 64.0 KiB');
    expect(notes.filter((note) => note.includes('left out')).length).toBeGreaterThan(100);
  });
});

describe('pictures', () => {
  it('are there for a comparison that failed; for others only where asked', async () => {
    writeFileSync(join(dir, 'p.png'), await encodePng(gradient()));
    const passed = resultOf('a/1', picture('p.png'));
    const failed = failure('a/1', 'm', { ...picture('p.png'), ...FAILED_GOLDEN });
    expect((await cellOf(failed)).pictures?.actual).toMatch(/^data:image\/png;base64,iVBORw0KGgo/);
    expect((await cellOf(passed)).pictures).toBeUndefined();
    expect((await cellOf(passed, 'all')).pictures?.actual).toBeDefined();
    expect((await cellOf(failed, 'none')).pictures).toBeUndefined();
  });

  it.each([
    ['is no PNG', 'fake.png', /is not a PNG/],
    ['is missing', 'gone.png', /is missing/],
    ['is a link to the outside', 'link.png', /outside/],
    ['is huge', 'huge.png', /over 4\.0 MiB/],
  ])('whose file %s are named with the reason', async (_what, path, note) => {
    writeFileSync(join(dir, 'fake.png'), '<svg onload="globalThis.ran=1">');
    writeFileSync(join(dir, 'huge.png'), Buffer.alloc(5 << 20));
    symlinkSync('/etc/hostname', join(dir, 'link.png'));
    const { pictures } = await cellOf(failure('a/1', 'm', { ...picture(path), ...FAILED_GOLDEN }));
    expect(pictures).toEqual({ notes: [expect.stringMatching(note)] });
  });
});

describe('checks', () => {
  it('beyond a bound are counted, the failed ones kept', async () => {
    const many = Array.from({ length: 5000 }, (_, i) => ({ name: `c${i}`, ok: i !== 4999 }));
    const { checks, checksLeftOut } = await cellOf(failure('a/1', 'm', { checks: many }));
    expect(checks[0]).toEqual({ name: 'c4999', ok: false });
    expect(checks.length + (checksLeftOut ?? 0)).toBe(5000);
    expect(checks.length).toBeLessThan(500);
  });
});

it('the npm package holds the page’s files', () => {
  const { files } = JSON.parse(readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8')) as {
    files: string[];
  };
  expect(files).toContain('runner/report/html/page');
});
