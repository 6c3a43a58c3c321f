import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunRecord } from '../../runner/record/reader.ts';
import { resultOf } from '../unit/record/lines.ts';
import { failure, recordOf } from '../unit/report/record-of.ts';
import { ReportPage } from './report-page.ts';

const CASES = 5000;

/** A run of many cases with twelve checks each; one in a hundred fails. */
function manyCases(target: string): RunRecord {
  const checks = Array.from({ length: 12 }, (_, i) => ({
    name: `vkQueueSubmit ${i}`,
    ok: true,
    expected: 'VK_SUCCESS',
    actual: 'VK_SUCCESS',
  }));
  const results = Array.from({ length: CASES }, (_, i) => {
    const id = `area${i % 20}/a-case-with-a-rather-long-name-${i}@a_variant_of_it`;
    return i % 100 === 7
      ? failure(id, `vkWaitForFences: got VK_TIMEOUT in ${i}`, { checks })
      : resultOf(id, { checks });
  });
  const record = recordOf(results);
  record.header.target = target;
  return { ...record, path: `/runs/${target}/record.jsonl` };
}

describe('5,000 cases on three targets', () => {
  let report: ReportPage;
  let openedMs: number;
  beforeAll(async () => {
    const records = ['tcg-arm64-16k', 'tcg-arm64-4k', 'host'].map(manyCases);
    report = await ReportPage.open(records, { viewport: { width: 400, height: 800 } });
    openedMs = await report.page.evaluate('performance.getEntriesByName("first-contentful-paint")[0].startTime');
  });
  afterAll(() => report[Symbol.asyncDispose]());

  it('are there at once', async () => {
    expect(await report.page.locator('.case').count()).toBe(CASES);
    expect(openedMs).toBeLessThan(5000);
    const loadedMs = await report.page.evaluate(
      'performance.timing.domContentLoadedEventEnd - performance.timing.navigationStart',
    );
    expect(loadedMs).toBeLessThan(5000);
  });

  it('are filtered while one types', async () => {
    const ms = await report.page.evaluate(`(async () => {
      const field = document.querySelector('input[type=search]');
      const began = performance.now();
      for (const text of ['v', 'vk', 'vkwait', 'vkwait 4907', 'vkwait']) {
        field.value = text;
        field.dispatchEvent(new Event('input'));
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      }
      return (performance.now() - began) / 5;
    })()`);
    expect(await report.ids()).toHaveLength(CASES / 100);
    expect(ms).toBeLessThan(500);
  });

  it('fit a narrow window', async () => {
    await report.page.locator('.case:not([hidden]) .row').first().click();
    const width = await report.page.evaluate('document.documentElement.scrollWidth');
    expect(width).toBeLessThanOrEqual(400);
  });
});
