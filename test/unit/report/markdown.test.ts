import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../../runner/record/reader.ts';
import { toMarkdown } from '../../../runner/report/markdown.ts';
import { resultOf } from '../record/lines.ts';
import { failure, firstDiagnosisOf, HOSTILE, knownFailure, knownSkip, recordOf } from './record-of.ts';

/** What GitHub's own parser makes of it: how many of each element, and all text. */
function parse(markdown: string): { counts: Record<string, number>; text: string; cells: string[]; raw: string[] } {
  const extensions = ['table', 'autolink', 'strikethrough'].flatMap((name) => ['-e', name]);
  const read = `
import sys, json, collections, xml.etree.ElementTree as tree
root = tree.fromstring(sys.stdin.buffer.read())
name = lambda node: node.tag.split('}')[1]
counts = collections.Counter(name(node) for node in root.iter())
text = [node.text or '' for node in root.iter() if name(node) in ('text', 'code', 'code_block')]
cells = [''.join(part.text or '' for part in node.iter()).strip() for node in root.iter() if name(node) == 'table_cell']
raw = [node.text for node in root.iter() if name(node) in ('html_inline', 'html_block')]
print(json.dumps(dict(counts=counts, text='\\n'.join(text), cells=cells, raw=raw)))`;
  const xml = execFileSync('cmark-gfm', ['-t', 'xml', ...extensions], { input: markdown, encoding: 'utf8' });
  return JSON.parse(execFileSync('python3', ['-c', read], { input: xml, encoding: 'utf8' }));
}

const second = (record: RunRecord): RunRecord => ({ ...record, path: '/runs/second/record.jsonl' });

describe('toMarkdown', () => {
  it('is short for a good run, with the known failures and their reasons', () => {
    const markdown = toMarkdown([recordOf([resultOf('a/1'), knownFailure])]);
    expect(markdown).toMatch(/^## ✓ venus-suite: good\n/);
    const { cells, counts } = parse(markdown);
    expect(cells).toEqual(expect.arrayContaining(['tcg-arm64-16k', '2', 'wsi/display-enumerate']));
    expect(cells).toContain('vn_wsi_init passes fd -1 # really (docs/known.md)');
    expect(counts['heading']).toBe(1);
  });

  it('shows what explains an unexpected result', () => {
    const bad = failure('a/1', 'wait: got VK_TIMEOUT', {
      checks: [{ name: 'wait', ok: false, expected: 'VK_SUCCESS', actual: 'VK_TIMEOUT' }],
      metrics: [{ name: 'latency', unit: 'ns', values: [3, 1, 2] }],
      excerpts: [{ log: 'qemu', text: 'stuck\n' }],
      diagnosis: firstDiagnosisOf('a/1'),
    });
    const { text, counts, raw } = parse(toMarkdown([recordOf([bad])]));
    expect(raw.join('')).toContain('<summary>✗ <code>a&#47;1</code> regression (fail) in 80 ms</summary>');
    for (const part of [
      'VK_SUCCESS',
      'VK_TIMEOUT',
      'stuck',
      'renderer: feedback lost (70 % sure)',
      'venus-suite diagnose a/1 --target t',
    ])
      expect(text).toContain(part);
    expect(text).toContain('median 2, p95 3');
    expect(counts['code_block']).toBe(1);
  });

  it('has only the rows of a matrix that tell something', () => {
    const one = recordOf([resultOf('a/1'), resultOf('a/2'), resultOf('a/3')]);
    const two = second(recordOf([resultOf('a/1'), failure('a/2', 'm')], ['a/4']));
    const { cells } = parse(toMarkdown([one, two]));
    const start = cells.indexOf('case');
    expect(cells.slice(start, start + 9)).toEqual([
      ...['case', 'tcg-arm64-16k #1', 'tcg-arm64-16k #2'],
      ...['a/2', '✓ ok', '✗ regression (fail)'],
      ...['a/4', '·', '✗ no result'],
    ]);
    for (const id of ['a/1', 'a/3']) expect(cells).not.toContain(id);
  });

  it.each([
    ['a missing result', recordOf([resultOf('a/0')], ['a/1'])],
    ['no footer', recordOf([resultOf('a/1')], [], null)],
    ['a finding', recordOf([resultOf('a/1')], [], { findings: ['no Venus'] })],
    ['a fixed case', recordOf([resultOf('a/1', { verdict: 'fixed' })])],
  ])('is not good for %s', (_what, record) => {
    expect(toMarkdown([record])).toMatch(/^## ✗ venus-suite: not good/);
  });

  it('keeps within a comment’s length, and counts what it leaves out', () => {
    const long = { excerpts: [{ log: 'qemu', text: `${'x'.repeat(290)}\n`.repeat(15) }] };
    const record = recordOf(Array.from({ length: 500 }, (_, i) => failure(`a/${i}`, 'm'.repeat(900), long)));
    const markdown = toMarkdown([record]);
    expect(markdown.length).toBeLessThan(65_536);
    const [, left] = /(\d+) more are in the record/.exec(markdown) ?? [];
    expect(Number(left) + (markdown.match(/<details><summary>✗/g) ?? []).length).toBe(500);
  });

  it('lets no text of a guest become markup', () => {
    const hostile = (prefix: string): RunRecord => {
      const record = recordOf(
        [
          failure(`${prefix}/${HOSTILE}`, HOSTILE, {
            checks: [{ name: HOSTILE, ok: false, expected: HOSTILE, actual: HOSTILE, message: HOSTILE }],
            metrics: [{ name: HOSTILE, unit: HOSTILE, values: [1] }],
            files: [{ name: HOSTILE, role: 'actual', path: HOSTILE, bytes: 1 }],
            excerpts: [{ log: HOSTILE, text: HOSTILE }],
            diagnosis: firstDiagnosisOf(HOSTILE, HOSTILE, HOSTILE),
          }),
          { ...knownSkip, message: HOSTILE, expected: { outcome: 'skip', reason: HOSTILE, link: HOSTILE } },
        ],
        [`${prefix}/missing ${HOSTILE}`],
        { findings: [HOSTILE] },
      );
      record.header.target = HOSTILE;
      record.header.stack.deviceName = HOSTILE;
      return record;
    };
    const markdown = toMarkdown([hostile('x'), second(hostile('y'))]);
    const { counts, raw, text } = parse(markdown);
    expect(counts).not.toHaveProperty('link');
    expect(counts).not.toHaveProperty('image');
    expect(counts['strong']).toBe(2);
    expect(counts['strikethrough']).toBeUndefined();
    expect(counts['emph']).toBeUndefined();
    expect(counts['heading']).toBe(4);
    expect(raw.join('').replaceAll(/<\/?(details|summary|code)>/g, '')).not.toContain('<');
    expect(text).toContain('<img src=x onerror="globalThis.ran=1">');
    expect(markdown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e\u2028\u2029\u2066\u2069]/);
  });
});
