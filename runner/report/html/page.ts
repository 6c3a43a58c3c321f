import { createHash } from 'node:crypto';
import type { RunRecord } from '../../record/reader.ts';
import { labelsOf } from '../columns.ts';
import { escapeHtml, jsonForScript } from './escape-html.ts';
import type { PageModel } from './model.ts';
import { pageScript, pageStyle } from './page-files.ts';
import type { PicturePair } from './pictures.ts';
import { headline, summaryHtml } from './summary.ts';

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/** Nothing is fetched, nothing but the page's own script runs, and that cannot turn text into markup. */
function policy(script: string, style: string): string {
  return [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}

/** What a page says before anything else, in the place of the verdict on its runs. */
export interface Lead {
  good: boolean;
  /** A sentence without a full stop. */
  title: string;
  /** Markup: its texts are escaped. */
  html: string;
  /** Pictures of two runs that differ. */
  pairs: PicturePair[];
}

/** The whole report as one HTML file that needs nothing beside it. */
export function toHtml(records: readonly RunRecord[], model: PageModel, lead?: Lead): string {
  const [script, style] = [pageScript(), pageStyle()];
  const { good, text } = lead ? { good: lead.good, text: lead.title } : headline(records);
  const title = `${text}: ${labelsOf(records).join(', ')}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(script, style)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<header class="${good ? 'good' : 'bad'}"><p>venus-suite</p><h1>${escapeHtml(text)}</h1></header>
<main>
${lead?.html ?? ''}
${summaryHtml(records, lead !== undefined)}
<section id="cases" aria-label="Cases"><noscript><p class="warning">The list of cases needs JavaScript; <code>venus-suite report --format markdown</code> does not.</p></noscript></section>
</main>
<script type="application/json" id="model">${jsonForScript(model)}</script>
<script>${script}</script>
</body>
</html>
`;
}
