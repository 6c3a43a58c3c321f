import { readFile, truncate, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { Workspace } from './cli.ts';
import { writeRun } from './run-folder.ts';

describe('report', () => {
  it('of a real run lies with the run, and holds its picture where that differs', async () => {
    await using space = await Workspace.create();
    // No goldens at all: the picture has nothing to be compared with, which is a failure with a picture.
    const run = await space.run(['run', 'graphics/triangle', '--target', 'host', '--goldens', space.path('none')]);
    expect(run.exitCode, run.stderr).toBe(1);
    expect(run.stderr).toContain('venus-suite report ');
    const { exitCode, stdout, stderr } = await space.run(['report', 'host']);
    expect(exitCode, stderr).toBe(0);
    const [dir = ''] = await space.runs();
    expect(stdout.trim()).toBe(`${dir}/report.html`);
    const html = await readFile(`${dir}/report.html`, 'utf8');
    expect(html).toContain('Not good: 1 regression');
    expect(html).toContain('data:image/png;base64,iVBORw0KGgo');
  });

  it('of several runs is one file, in HTML or in Markdown', async () => {
    await using space = await Workspace.create();
    writeRun(space.path('runs', 'one'), 'a/1', 'a/2');
    writeRun(space.path('runs', 'two'), 'a/2', 'a/3');
    const html = await space.run(['report', 'one', 'two', '--json']);
    expect(JSON.parse(html.stdout)).toMatchObject({ file: space.path('report.html'), good: true, runs: [{}, {}] });
    const markdown = await space.run(['report', 'one', 'two', '--format', 'markdown', '--out', '-']);
    expect(markdown.stdout).toMatch(/^## ✓ venus-suite: good\n/);
    expect(markdown.stdout).toContain('| `tcg-arm64-16k #2` | 2 | 2 |');
  });

  it('of a record that was cut is not good, whatever the record says before that', async () => {
    await using space = await Workspace.create();
    const record = writeRun(space.path('runs', 'one'), 'a/1');
    await truncate(record, (await readFile(record)).length - 5);
    const { exitCode, stdout } = await space.run(['report', 'one', '--format', 'markdown', '--out', '-']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/not good.*\n[\s\S]*did not come to its end/);
    expect(stdout).toContain('the last line of the record was cut');
  });

  it.each([
    ['an unknown run', ['report', 'no-such-run'], /No run.*no-such-run/],
    ['an unknown format', ['report', 'one', '--format', 'pdf'], /--format pdf.*\n.*html, markdown/],
    ['an unknown choice of pictures', ['report', 'one', '--pictures', 'some'], /--pictures some.*\n.*differing/],
    ['one run twice', ['report', 'one', './runs/one'], /given twice/],
    ['a foreign file', ['report', 'foreign.jsonl'], /foreign\.jsonl:1: not JSON/],
    ['two uses of stdout', ['report', 'one', '--json', '--out', '-'], /both want stdout/],
  ])('says what is wrong with %s, and exits 2', async (_what, args, message) => {
    await using space = await Workspace.create();
    writeRun(space.path('runs', 'one'), 'a/1');
    await writeFile(space.path('foreign.jsonl'), 'hello\n');
    const { exitCode, stderr, stdout } = await space.run(args);
    expect(exitCode, stderr).toBe(2);
    expect(stderr).toMatch(message);
    expect(stdout).toBe('');
  });

  it('that cannot be written names the file and leaves no half of one', async () => {
    await using space = await Workspace.create();
    writeRun(space.path('runs', 'one'), 'a/1');
    const { exitCode, stderr } = await space.run(['report', 'one', '--out', 'no/such/folder/report.html']);
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/no\/such\/folder\/report\.html: the report cannot be written.*\n.*--out/);
  });
});
