// A picture of a page for docs/, by the Chromium that the tests of the page use.
//   npm run screenshot -- PAGE.html PICTURE.png [--open CASE] [--click BUTTON…] [--at SELECTOR] [--dark] [--width 1100] [--height 900]

import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { launchChromium } from '../test/browser/chromium.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    open: { type: 'string' },
    click: { type: 'string', multiple: true, default: [] },
    at: { type: 'string' },
    dark: { type: 'boolean', default: false },
    width: { type: 'string', default: '1100' },
    height: { type: 'string', default: '900' },
  },
});
const [page, picture] = positionals;
if (!page || !picture) {
  process.stderr.write(
    'usage: npm run screenshot -- PAGE.html PICTURE.png [--open CASE] [--click BUTTON] [--at SELECTOR] [--dark]\n',
  );
  process.exit(2);
}

const browser = await launchChromium();
try {
  const opened = await browser.newPage({
    viewport: { width: Number(values.width), height: Number(values.height) },
    colorScheme: values.dark ? 'dark' : 'light',
  });
  const hash = values.open ? `#${encodeURIComponent(values.open)}` : '';
  await opened.goto(pathToFileURL(resolve(page)).href + hash);
  for (const name of values.click) await opened.getByRole('button', { name, exact: true }).first().click();
  if (values.at) {
    await opened
      .locator(values.at)
      .first()
      .evaluate((element: { scrollIntoView(): void }) => element.scrollIntoView());
  }
  const shot = await opened.screenshot();
  // A palette: text and flat colours are a third as large with it.
  await sharp(shot).png({ palette: true, effort: 10 }).toFile(picture);
} finally {
  await browser.close();
}
