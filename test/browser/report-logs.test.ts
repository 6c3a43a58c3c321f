import { describe, expect, it } from 'vitest';
import { failure } from '../unit/report/record-of.ts';
import { ReportPage } from './report-page.ts';
import { RunOnDisk } from './run-with-pictures.ts';

describe('logs', () => {
  it('are one list in the order of the guest’s clock, each of which can be hidden', async () => {
    await using run = await RunOnDisk.create();
    const texts = {
      dmesg: '[    7.000000] before\n[    8.250000] virtio_gpu: second\n  of two lines\n[    9.500000] fourth\n',
      console: '[    9.000000] third\n',
      qemu: 'vkr: first, without a clock\n',
    };
    const logs = await Promise.all(
      Object.entries(texts).map(async ([log, text]) => {
        await run.write(`logs/${log}.log`, text);
        return { log, file: `logs/${log}.log`, start: log === 'dmesg' ? 22 : 0, end: text.length };
      }),
    );
    await using report = await ReportPage.open([run.record(failure('a/1', 'm', { logs }))]);
    const { page } = report;
    await page.locator('.row').click();
    const lines = async () => (await page.locator('.line:visible code').allTextContents()).map((line) => line.trim());
    expect(await lines()).toEqual([
      'vkr: first, without a clock',
      'virtio_gpu: second',
      'of two lines',
      'third',
      'fourth',
    ]);
    expect(await page.locator('.line .at').allTextContents()).toEqual(['', '+0.000', '', '+0.750', '+1.250']);
    await page.locator('.logs .chip', { hasText: 'dmesg' }).click();
    expect(await lines()).toEqual(['vkr: first, without a clock', 'third']);
  });
});

describe('logs whose run told when their lines came', () => {
  it('are one list by the time since the case began, whatever clocks their programs have', async () => {
    await using run = await RunOnDisk.create();
    const texts = {
      'guest-stderr': 'waiting for the fence\ngave up\n',
      dmesg: '[    9.500000] virtio_gpu: no answer\n',
      qemu: 'vkr: context is fatal\n',
    };
    const logs = await Promise.all(
      Object.entries(texts).map(async ([log, text]) => {
        await run.write(`logs/boot-1/${log}.log`, text);
        return { log, file: `logs/boot-1/${log}.log`, start: 0, end: text.length };
      }),
    );
    const began = 1_700_000_000_000;
    const times = [
      { kernelZero: [began - 6012, began - 5988] },
      { at: began, sizes: { 'guest-stderr': 0, dmesg: 0, qemu: 0 }, began: 'a/1' },
      { at: began + 3480, sizes: { qemu: 22 } },
      { at: began + 3600, sizes: { dmesg: 37 } },
      { at: began + 20, sizes: { 'guest-stderr': 22 } },
      { at: began + 5000, sizes: { 'guest-stderr': 30 } },
    ];
    await run.write('logs/boot-1/times.jsonl', times.map((line) => `${JSON.stringify(line)}\n`).join(''));
    await using report = await ReportPage.open([run.record(failure('a/1', 'm', { logs }))]);
    const { page } = report;
    await page.locator('.row').click();
    expect(await report.each('.line', '[...node.children].map((part) => part.textContent).join("|")')).toEqual([
      '+0.020|guest-stderr|waiting for the fence',
      '+3.480|qemu|vkr: context is fatal',
      '+3.500|dmesg|virtio_gpu: no answer',
      '+5.000|guest-stderr|gave up',
    ]);
    await page.locator('.clocks summary').click();
    expect(await page.locator('.clocks li').allInnerTexts()).toEqual([
      'guest-stderr: when it reached the runner',
      'dmesg: the guest kernel’s clock, known to ± 12 ms',
      'qemu: when the runner saw it, 20 ms late at most beyond what its program held back',
    ]);
    expect(report.complaints).toEqual([]);
  });
});
