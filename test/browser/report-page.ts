import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll } from 'vitest';
import type { RunRecord } from '../../runner/record/reader.ts';
import { renderPage } from '../../runner/report/html/render-page.ts';
import { launchChromium } from './chromium.ts';

/** One for all pages of a test file: each page has a context of its own in it. */
let browser: Promise<Browser> | null = null;
afterAll(async () => (await browser)?.close());

/** A report in a browser, opened from disk, and what the page did that a report must not do. */
export class ReportPage implements AsyncDisposable {
  readonly page: Page;
  /** Requests for anything but the file itself and its data URIs. */
  readonly requests: string[] = [];
  /** Errors of scripts and refusals of the policy. */
  readonly complaints: string[] = [];
  readonly #dir: string;

  private constructor(page: Page, dir: string) {
    this.page = page;
    this.#dir = dir;
  }

  static async open(
    records: readonly RunRecord[],
    options: BrowserContextOptions = {},
    hash = '',
  ): Promise<ReportPage> {
    return ReportPage.openText(await renderPage(records, 'differing'), options, hash);
  }

  /** Opens a page as a command wrote it. */
  static async openText(html: string, options: BrowserContextOptions = {}, hash = ''): Promise<ReportPage> {
    const dir = await mkdtemp(join(tmpdir(), 'venus-suite-page-'));
    const file = join(dir, 'report.html');
    await writeFile(file, html);
    browser ??= launchChromium();
    const page = await (await browser).newPage({ viewport: { width: 1200, height: 900 }, ...options });
    const opened = new ReportPage(page, dir);
    const url = pathToFileURL(file).href;
    page.on('request', (request) => {
      if (!request.url().startsWith('data:') && !request.url().startsWith(url)) opened.requests.push(request.url());
    });
    page.on('pageerror', (error) => opened.complaints.push(error.message));
    page.on('console', (message) => opened.complaints.push(message.text()));
    await page.goto(url + hash);
    return opened;
  }

  /** The ids of the rows that can be seen, from the top. */
  ids(): Promise<string[]> {
    return this.page.locator('.case:not([hidden]) .row .id').allTextContents();
  }

  /** The id of the row that has the focus; empty where none has. */
  focused(): Promise<string> {
    return this.page.evaluate('document.activeElement?.querySelector(".id")?.textContent ?? ""');
  }

  /** What an expression, in which `node` is the element, gives for each element. */
  each<T>(selector: string, expression: string): Promise<T[]> {
    return this.page.evaluate(
      `[...document.querySelectorAll(${JSON.stringify(selector)})].map((node) => ${expression})`,
    );
  }

  row(id: string) {
    return this.page.locator('.case', { has: this.page.getByText(id, { exact: true }) });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.page.close();
    await rm(this.#dir, { recursive: true, force: true });
  }
}
