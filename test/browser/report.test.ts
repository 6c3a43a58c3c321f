import { describe, expect, it } from 'vitest';
import { resultOf } from '../unit/record/lines.ts';
import { failure, firstDiagnosisOf, HOSTILE, knownFailure, recordOf } from '../unit/report/record-of.ts';
import { ReportPage } from './report-page.ts';
import { RunOnDisk, wrongPicture } from './run-with-pictures.ts';

const other = (id: string) => ({ ...recordOf([resultOf(id), resultOf('b/2')]), path: '/runs/other/record.jsonl' });

/** Eight rows of all kinds. */
const mixed = () =>
  recordOf(
    [
      resultOf('a/1'),
      resultOf('a/2'),
      failure('b/1', 'wait: expected VK_SUCCESS, got VK_TIMEOUT', {
        checks: [
          { name: 'submit', ok: true },
          { name: 'wait', ok: false, expected: 'VK_SUCCESS', actual: 'VK_TIMEOUT' },
        ],
        metrics: [{ name: 'latency', unit: 'ns', values: [1_000_000, 2_000_000, 9_000_000] }],
      }),
      resultOf('b/2'),
      knownFailure,
      resultOf('c/1', { verdict: 'flaky' }),
    ],
    ['c/2'],
  );

describe('the page', () => {
  it('asks for nothing, and no text of a guest becomes a script or an element', async () => {
    const bad = failure(`x/${HOSTILE}`, HOSTILE, {
      expected: { outcome: HOSTILE, reason: HOSTILE, link: 'javascript:window.ran=1' },
      attempts: [
        { outcome: 'pass', message: HOSTILE, durationMs: 1 },
        { outcome: 'fail', message: HOSTILE, durationMs: 1 },
      ],
      checks: [{ name: HOSTILE, ok: false, expected: HOSTILE, actual: HOSTILE, message: HOSTILE }],
      metrics: [{ name: HOSTILE, unit: HOSTILE, values: [1] }],
      files: [{ name: HOSTILE, role: 'actual', path: `${HOSTILE}.png`, bytes: 1 }],
      excerpts: [{ log: HOSTILE, text: HOSTILE }],
      diagnosis: firstDiagnosisOf(HOSTILE, HOSTILE, HOSTILE),
    });
    const record = recordOf([bad], [], { findings: [HOSTILE] });
    record.header.target = HOSTILE;
    record.header.stack.deviceName = HOSTILE;
    record.header.stack.commandLine = [HOSTILE];
    record.boots.push({
      type: 'boot',
      at: '2026-11-21T11:29:23.000Z',
      stages: [{ stage: HOSTILE, ok: false, atMs: 1, detail: HOSTILE }],
      finding: HOSTILE,
      infra: null,
    });
    await using report = await ReportPage.open([record]);
    const { page } = report;
    await page.locator('.row').click();
    await page.evaluate('for (const closed of document.querySelectorAll("details")) closed.open = true');
    expect(await page.evaluate('globalThis.ran')).toBeUndefined();
    expect(await page.locator('body img, body iframe, body [onerror], body a').count()).toBe(0);
    expect(await page.locator('script').count()).toBe(2);
    const text = (await page.locator('body').innerText()).replaceAll(/\s+/g, ' ');
    expect(text).toContain('<img src=x onerror="globalThis.ran=1">');
    expect(text).not.toMatch(/[\u0000-\u0008\u007f-\u009f\u202e\u2066\u2028]/);
    expect(report.requests).toEqual([]);
    expect(report.complaints).toEqual([]);
  });

  it('refuses scripts that get in all the same', async () => {
    await using report = await ReportPage.open([mixed()]);
    const { page } = report;
    await page.evaluate(`(() => {
      const script = document.createElement('script');
      try { script.textContent = 'globalThis.ran = 1'; } catch {}
      document.body.append(script);
      try { document.body.innerHTML += '<img src="https://127.0.0.1:1/x.png" onerror="globalThis.ran = 2">'; } catch {}
      const image = new Image();
      image.src = 'https://127.0.0.1:1/x.png';
      document.body.append(image);
    })()`);
    await page.waitForTimeout(200);
    expect(await page.evaluate('globalThis.ran')).toBeUndefined();
    expect(report.complaints.join('\n')).toMatch(/Content Security Policy/);
  });

  it('says first what the run came to, and is never green without its end', async () => {
    await using report = await ReportPage.open([recordOf([resultOf('a/1')], [], null)]);
    const { page } = report;
    expect(await page.locator('h1').textContent()).toMatch(/^Not good: the run did not come to its end/);
    expect(await page.locator('.run.bad').count()).toBe(1);
    expect(await page.locator('.warning').textContent()).toMatch(/did not come to its end/);
  });

  it('puts what is unexpected first, and shows why', async () => {
    await using report = await ReportPage.open([mixed()]);
    expect(await report.ids()).toEqual(['b/1', 'c/1', 'c/2', 'wsi/display-enumerate', 'a/1', 'a/2', 'b/2']);
    await report.row('b/1').locator('.row').click();
    const detail = report.row('b/1').locator('.detail');
    expect(await detail.locator('.checks tr.failed').innerText()).toMatch(/✗ wait\s+VK_SUCCESS\s+VK_TIMEOUT/);
    expect(await detail.locator('.checks summary').innerText()).toBe('1 check passed');
    expect(await detail.locator('.metrics tbody').innerText()).toMatch(/latency\s+3\s+2 ms\s+9 ms/);
    expect(await report.row('c/2').innerText()).toMatch(/no result/);
  });

  it('filters by text, verdict, area and target', async () => {
    await using report = await ReportPage.open([mixed(), other('a/1')]);
    const { page } = report;
    await page.getByLabel('Filter by text').fill('vk_timeout B/');
    expect(await report.ids()).toEqual(['b/1']);
    expect(await page.locator('.shown').textContent()).toBe('1 of 7');
    await page.getByLabel('Filter by text').fill('');
    await page.locator('.toolbar .chip', { hasText: 'flaky' }).click();
    await page.locator('.toolbar .chip', { hasText: 'missing' }).click();
    expect(await report.ids()).toEqual(['c/1', 'c/2']);
    await page.getByLabel('Target').selectOption({ index: 2 });
    expect(await report.ids()).toEqual([]);
    await page.locator('.toolbar .chip', { hasText: 'flaky' }).click();
    await page.locator('.toolbar .chip', { hasText: 'missing' }).click();
    expect(await report.ids()).toEqual(['a/1', 'b/2']);
    await page.getByLabel('Area').selectOption('b');
    expect(await report.ids()).toEqual(['b/2']);
  });

  it('is worked by keys alone', async () => {
    await using report = await ReportPage.open([mixed()]);
    const { page } = report;
    await page.keyboard.press('/');
    await page.keyboard.type('a/');
    expect(await report.ids()).toEqual(['a/1', 'a/2']);
    await page.keyboard.press('Escape');
    expect(await report.ids()).toHaveLength(7);
    expect(await report.focused()).toBe('b/1');
    for (const [key, id] of [
      ['k', 'b/1'],
      ['j', 'c/1'],
      ['j', 'c/2'],
      ['k', 'c/1'],
    ] as const) {
      await page.keyboard.press(key);
      expect(await report.focused()).toBe(id);
    }
    await page.keyboard.press('Enter');
    expect(await report.row('c/1').locator('.detail').isVisible()).toBe(true);
    expect(page.url()).toMatch(/#c%2F1$/);
    await page.keyboard.press('Escape');
    expect(await report.row('c/1').locator('.detail').isVisible()).toBe(false);
    await page.keyboard.press('?');
    expect(await page.locator('dialog').isVisible()).toBe(true);
    expect(report.complaints).toEqual([]);
  });

  it('opens at the case that its address names', async () => {
    await using report = await ReportPage.open([mixed()], {}, '#b%2F2');
    expect(await report.row('b/2').locator('.detail').isVisible()).toBe(true);
    expect(await report.focused()).toBe('b/2');
  });

  it.each(['light', 'dark'] as const)('has legible text in %s', async (colorScheme) => {
    await using report = await ReportPage.open([mixed()], { colorScheme });
    const { page } = report;
    const backdrop = await page.evaluate('getComputedStyle(document.body).backgroundColor');
    expect(brightness(String(backdrop)) > 0.5).toBe(colorScheme === 'light');
    for (const selector of ['h1', '.facts', '.row .id', '.row .sign', '.why', '.chip']) {
      const colors = await report.each<string>(selector, 'getComputedStyle(node).color');
      expect(colors.length, selector).toBeGreaterThan(0);
      for (const color of colors) expect(contrast(color, String(backdrop)), selector).toBeGreaterThan(4.5);
    }
  });
});

describe('pictures', () => {
  it('are in the page: expected, actual, a difference drawn anew, a slider and a zoom', async () => {
    await using run = await RunOnDisk.create();
    await using report = await ReportPage.open([run.record(await wrongPicture(run))]);
    const { page } = report;
    await page.locator('.row').click();
    const sizes = () => report.each<[string, number]>('.side img', '[node.alt, node.getBoundingClientRect().width]');
    expect(await report.each('.side img', '[node.alt, node.naturalWidth]')).toEqual([
      ['expected picture', 16],
      ['actual picture', 16],
      ['difference picture', 16],
    ]);
    await page.getByRole('button', { name: '8×' }).click();
    expect((await sizes())[0]).toEqual(['expected picture', 128]);
    await page.getByRole('button', { name: 'slider' }).click();
    // The top left is white in the actual picture only, which covers what is right of the handle.
    const corner = async (): Promise<number[]> => {
      const bytes = await page.locator('.stack-of-two').screenshot();
      return pixelOf(bytes, 4, 4);
    };
    await page.getByRole('slider').fill('0');
    expect(await corner()).toEqual([255, 255, 255]);
    await page.getByRole('slider').fill('90');
    expect(await corner()).toEqual([0, 0, 128]);
    expect(report.requests).toEqual([]);
    expect(report.complaints).toEqual([]);
  });

  it('that are missing are said to be', async () => {
    await using run = await RunOnDisk.create();
    const result = await wrongPicture(run);
    await using report = await ReportPage.open([{ ...run.record(result), dir: '/nonexistent' }]);
    await report.page.locator('.row').click();
    expect(await report.page.locator('.pictures .note').allTextContents()).toEqual([
      expect.stringMatching(/^expected: .*expected\.png is missing/),
      expect.stringMatching(/^actual: .*actual\.png is missing/),
    ]);
  });
});

/** 0 to 1, as WCAG 2 has it. */
function brightness(color: string): number {
  const [r = 0, g = 0, b = 0] = (color.match(/[\d.]+/g) ?? []).slice(0, 3).map((value) => {
    const channel = Number(value) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [brightness(a), brightness(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

async function pixelOf(png: Uint8Array, x: number, y: number): Promise<number[]> {
  const { decodePng } = await import('../../runner/judge/picture.ts');
  const { width, data } = await decodePng(png);
  return [...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 3)];
}
