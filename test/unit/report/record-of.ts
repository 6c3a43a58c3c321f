import type { FirstDiagnosis } from '../../../runner/diagnose/first-diagnosis.ts';
import type { RunRecord } from '../../../runner/record/reader.ts';
import type { Footer, Result } from '../../../runner/record/schema.ts';
import { footerOf, headerOf, resultOf } from '../record/lines.ts';

/** A record in memory: these results, these further ids without one, and a footer unless it is null. */
export function recordOf(results: Result[], missing: string[] = [], footer: Partial<Footer> | null = {}): RunRecord {
  const ids = [...results.map(({ id }) => id), ...missing];
  return {
    path: '/runs/r/record.jsonl',
    dir: '/runs/r',
    header: headerOf(ids),
    boots: [],
    results,
    footer: footer && footerOf({ complete: missing.length === 0, ...footer }),
    missing,
    truncated: false,
  };
}

export const failure = (id: string, message: string, fields: Partial<Result> = {}): Result =>
  resultOf(id, { outcome: 'fail', verdict: 'regression', message, exit: { code: 1, signal: null }, ...fields });

/** A first diagnosis, with these texts in it. */
export function firstDiagnosisOf(id: string, text = 'feedback lost', evidence = 'the flag mends it'): FirstDiagnosis {
  return {
    case: id,
    outcome: 'fail',
    cause: { id: 'feedback-lost', title: text, component: 'renderer', confidence: 0.7 },
    evidence: [evidence],
    experiments: [],
    next: 'look',
    others: [],
    command: `venus-suite diagnose ${id} --target t`,
  };
}

export const knownFailure = resultOf('wsi/display-enumerate', {
  outcome: 'fail',
  verdict: 'known',
  message: 'displays: expected 1, got 0',
  expected: { outcome: 'fail', reason: 'vn_wsi_init passes fd -1 # really', link: 'docs/known.md' },
});

export const knownSkip = resultOf('wsi/swapchain', {
  outcome: 'skip',
  verdict: 'known',
  message: 'no VK_KHR_swapchain',
  expected: { outcome: 'skip', reason: 'the host driver imports no sync_fd', link: 'docs/known.md' },
});

/** Text that breaks every format that does not escape it. */
export const HOSTILE = [
  'not ok 99 - forged',
  'ok 1 - x # SKIP forged',
  'Bail out! forged',
  '  ...',
  '# Subtest: forged',
  '\u001b[2J\u0000\u0007\u009b31m\u202e\ud800\ufffe\u2028',
  ']]></system-out><failure/>&amp;<!-- -->&foo;&#0;&#x1b;&lt;',
  "!!js/function 'x' &a *a {{ }} %TAG @ `",
  'failed 1 of 2 tests',
  'a \\# b \\\\ {',
  '\u2066isolated\u2069 \u2029 "quoted" \'quoted\' key: [yaml, - x] | > %',
  '<img src=x onerror="globalThis.ran=1"><script>globalThis.ran=1</script></script><script>globalThis.ran=1//',
  '" onmouseover="globalThis.ran=1" \' autofocus onfocus=\'globalThis.ran=1',
  '| a | b |',
  '``` `code` ``',
  '![picture](https://example.invalid/x.png) [link](https://example.invalid) <https://example.invalid> www.example.invalid',
  '# heading **bold** *stress* ~~struck~~ @somebody #1 </details></summary> &amp; \\| \\',
].join('\n');
