import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packageRoot } from '../../runner/base/paths.ts';
import { encodePng } from '../../runner/judge/picture.ts';
import type { Result } from '../../runner/record/schema.ts';
import { gradient } from '../unit/judge/pictures.ts';
import { footerOf, headerOf, resultOf } from '../unit/record/lines.ts';
import { failure } from '../unit/report/record-of.ts';
import { ReportPage } from './report-page.ts';
import { RunOnDisk } from './run-with-pictures.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'venus-suite-comparison-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

async function written(run: RunOnDisk, target: string, results: Result[]): Promise<void> {
  const header = headerOf(
    results.map(({ id }) => id),
    { target, run: target },
  );
  header.stack.packages.guest = [`libdrm2 ${target}`];
  header.stack.guestMesa = target;
  await run.write('record.jsonl', [header, ...results, footerOf()].map((line) => `${JSON.stringify(line)}\n`).join(''));
}

async function pageOf(...runs: RunOnDisk[]): Promise<string> {
  const file = join(dir, 'compare.html');
  const bin = join(packageRoot, 'bin', 'venus-suite.js');
  await execa(process.execPath, [bin, 'compare', ...runs.map((run) => run.dir), '--html', file], { reject: false });
  return readFile(file, 'utf8');
}

const picture = (path: string): Result =>
  resultOf('graphics/cube', { files: [{ name: 'cube.rgba', role: 'actual', path, bytes: 1 }] });
const whiteCorner = (x: number, y: number): [number, number, number, number] | null =>
  x < 2 && y < 2 ? [255, 255, 255, 255] : null;

async function twoRuns(one: RunOnDisk, two: RunOnDisk, { missing = false } = {}): Promise<void> {
  await one.write('cases/cube/actual.png', await encodePng(gradient()));
  if (!missing) await two.write('cases/cube/actual.png', await encodePng(gradient(whiteCorner)));
  const cube = picture('cases/cube/actual.png');
  await written(one, 'older', [cube, resultOf('sync/fence-empty')]);
  await written(two, 'newer', [cube, failure('sync/fence-empty', 'wait: got VK_TIMEOUT')]);
}

describe("compare's page", () => {
  it('has the stack first, then what is worse, each case a link to its story', async () => {
    await using one = await RunOnDisk.create();
    await using two = await RunOnDisk.create();
    await twoRuns(one, two);
    await using report = await ReportPage.openText(await pageOf(one, two));
    const { page } = report;
    const titles = await page.locator('.differences h2').allTextContents();
    expect(titles).toEqual(['Stack differences (3)', 'Regressions (1)', 'Pictures that differ (1)']);
    // Hundreds of packages would stand between the versions and what is worse.
    expect(await page.locator('.differences').first().innerText()).toMatch(/guest Mesa\s+older\s+newer/);
    expect(await page.getByText('guest package libdrm2').isVisible()).toBe(false);
    await page.getByText('Packages and command lines (1)').click();
    expect(await page.getByText('guest package libdrm2').isVisible()).toBe(true);
    await page.getByRole('link', { name: 'sync/fence-empty' }).click();
    expect(await report.row('sync/fence-empty').locator('.detail').isVisible()).toBe(true);
    expect(report.requests).toEqual([]);
    expect(report.complaints).toEqual([]);
  });

  it('has the pictures of both runs that no golden told apart, with their difference, a slider and a zoom', async () => {
    await using one = await RunOnDisk.create();
    await using two = await RunOnDisk.create();
    await twoRuns(one, two);
    await using report = await ReportPage.openText(await pageOf(one, two));
    const { page } = report;
    expect(await report.each('#compared .side img', '[node.alt, node.naturalWidth]')).toEqual([
      ['older picture', 16],
      ['newer picture', 16],
      ['difference picture', 16],
    ]);
    await page.locator('#compared').getByRole('button', { name: '4×' }).click();
    expect(await report.each('#compared .side img', 'node.getBoundingClientRect().width')).toEqual([64, 64, 64]);
    await page.locator('#compared').getByRole('button', { name: 'slider' }).click();
    expect(await page.getByRole('slider').getAttribute('aria-label')).toBe('older on the left, newer on the right');
    expect(report.complaints).toEqual([]);
  });

  it('says which picture is missing', async () => {
    await using one = await RunOnDisk.create();
    await using two = await RunOnDisk.create();
    await twoRuns(one, two, { missing: true });
    await using report = await ReportPage.openText(await pageOf(one, two));
    expect(await report.page.locator('#compared .note').allTextContents()).toEqual([
      'newer: cases/cube/actual.png is missing',
    ]);
  });

  it('fits a narrow window', async () => {
    await using one = await RunOnDisk.create();
    await using two = await RunOnDisk.create();
    await twoRuns(one, two);
    await using report = await ReportPage.openText(await pageOf(one, two), { viewport: { width: 400, height: 800 } });
    expect(await report.page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(400);
    // No table has to be moved sideways to be read: the parts of a row stand under one another.
    expect(await report.each('.differences .scroll', 'node.scrollWidth > node.clientWidth')).not.toContain(true);
    const left = '(part) => part.getBoundingClientRect().left';
    expect(await report.each('.listed tbody tr', `new Set([...node.children].map(${left})).size`)).toEqual([1, 1]);
  });
});
