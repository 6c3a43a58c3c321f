import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../../runner/record/reader.ts';
import { toJUnit } from '../../../runner/report/junit.ts';
import { resultOf } from '../record/lines.ts';
import { failure, firstDiagnosisOf, HOSTILE, knownFailure, knownSkip, recordOf } from './record-of.ts';

interface Suite {
  tests: string;
  failures: string;
  skipped: string;
  cases: { name: string; state: 'passed' | 'skipped' | 'failure'; message: string | null; out: string }[];
}

// Expat, a parser that takes no XML that is not well-formed. Python is there because Meson is.
const READ = `
import sys, json, xml.etree.ElementTree as tree
suite = tree.fromstring(sys.stdin.buffer.read()).find('testsuite')
def case(c):
    failure, skipped = c.find('failure'), c.find('skipped')
    return dict(name=c.get('name'), out=c.findtext('system-out'), message=failure.get('message') if failure is not None else None,
        state='failure' if failure is not None else 'skipped' if skipped is not None else 'passed')
print(json.dumps(dict(suite.attrib, cases=[case(c) for c in suite.findall('testcase')])))
`;

async function parse(record: RunRecord): Promise<Suite> {
  const output = execFileSync('python3', ['-c', READ], { input: await toJUnit(record), encoding: 'utf8' });
  return JSON.parse(output) as Suite;
}

describe('toJUnit', () => {
  it('shows passes, known failures and skips as such, each with its own reason', async () => {
    const suite = await parse(recordOf([resultOf('a/1'), knownFailure, resultOf('a/2'), knownSkip, resultOf('a/3')]));
    expect(suite).toMatchObject({ tests: '5', failures: '0', skipped: '2' });
    expect(suite.cases.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'a/1 passed',
      'wsi/display-enumerate skipped',
      'a/2 passed',
      'wsi/swapchain skipped',
      'a/3 passed',
    ]);
    expect(suite.cases[1]?.out).toMatch(/known failure.*vn_wsi_init passes fd -1 # really \(docs\/known\.md\).*got 0/);
    expect(suite.cases[3]?.out).toMatch(/no VK_KHR_swapchain.*imports no sync_fd/);
    expect(suite.cases[4]?.out).toBe('# a/3: ok in 80 ms\n');
  });

  it('shows everything that is not good as a failure', async () => {
    const record = recordOf(
      [
        failure('a/1', 'wait: got VK_TIMEOUT', { diagnosis: firstDiagnosisOf('a/1') }),
        resultOf('a/2', { verdict: 'fixed', message: 'take it out' }),
      ],
      ['a/3'],
      { findings: ['no Venus'] },
    );
    const { cases, failures } = await parse(record);
    expect(failures).toBe('4');
    expect(cases[0]?.out).toContain(
      'first diagnosis: renderer: feedback lost (70 % sure); the flag mends it; more: venus-suite diagnose a/1 --target t',
    );
    expect(cases.map(({ message }) => message)).toEqual([
      'wait: got VK_TIMEOUT',
      'take it out',
      'no result: the run ended before this case',
      'no Venus',
    ]);
  });

  it('has a failure for a run that did not come to its end', async () => {
    const { cases, failures } = await parse(recordOf([resultOf('a/1')], [], null));
    expect(failures).toBe('1');
    expect(cases.at(-1)).toMatchObject({ name: 'run/end', message: expect.stringContaining('no footer') });
  });

  it('stays well-formed, and every text where it belongs, whatever a guest writes', async () => {
    const record = recordOf([
      failure('a/1', HOSTILE, {
        excerpts: [{ log: HOSTILE, text: HOSTILE }],
        diagnosis: firstDiagnosisOf(HOSTILE, HOSTILE, HOSTILE),
      }),
      { ...knownFailure, message: HOSTILE },
      resultOf('a/2'),
    ]);
    expect(await toJUnit(record)).not.toMatch(
      /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e\u2028\u2029\u2066-\u2069]/,
    );
    const suite = await parse(record);
    expect(suite).toMatchObject({ tests: '3', failures: '1', skipped: '1' });
    expect(suite.cases[0]?.message).toContain(']]></system-out><failure/>&amp;<!-- -->&foo;&#0;&#x1b;&lt;');
    expect(suite.cases[1]?.out).toContain('wsi/display-enumerate: known failure');
    expect(suite.cases[2]).toMatchObject({ state: 'passed', out: '# a/2: ok in 80 ms\n' });
  });
});
