import { describe, expect, it } from 'vitest';
import { expandSuites } from '../../../runner/plan/catalogue.ts';
import { tcgArm64With16k as target } from '../../../vmimages/targets/tcg-arm64.ts';
import { type CoverageInput, casesOf, casesToProve, problemsOf, redBy } from '../../faults/coverage.ts';
import type { Fault } from '../../faults/fault.ts';
import { faultsPage } from '../../faults/page.ts';

const spec = (name: string) => ({ name, title: `Title of ${name}`, catches: 'what it is for' });
const catalogue = expandSuites([
  { area: 'paint', title: 'Paint', cases: [spec('red'), spec('blue')] },
  { area: 'perf', title: 'Speed', cases: [spec('fast')] },
  { area: 'self', title: 'Bad ends', optIn: true, cases: [spec('crash')] },
]);
const fault = (name: string, query: string[], place: Fault['place'] = 'host-layer'): Fault => ({
  name,
  title: `${name} | is broken`,
  kind: 'host-layer',
  place,
  query,
  truth: { component: 'host-driver', causes: [] },
  heldOut: false,
  stack: () => ({}),
});

const good: CoverageInput = {
  target,
  catalogue,
  faults: [fault('no-red', ['paint']), fault('no-boot', ['paint/blue'], 'stack')],
  reasons: { 'self/crash': 'It crashes by itself.', 'paint/blue': 'Blue is out of reach.' },
  matrix: {
    target: target.name,
    stack: 'QEMU 11',
    control: { ok: ['paint/red', 'paint/blue'], red: [] },
    rows: [
      {
        fault: 'no-red',
        caught: [{ case: 'paint/red', outcome: 'fail' }],
        missed: ['paint/blue'],
        boot: null,
        seconds: 2,
      },
      {
        fault: 'no-boot',
        caught: [],
        missed: [],
        boot: { stage: 'kernel', problem: 'nothing was printed', reached: false },
        seconds: 58,
      },
    ],
  },
};
const withMatrix = (change: Partial<CoverageInput['matrix']>): CoverageInput => ({
  ...good,
  matrix: { ...good.matrix, ...change },
});
const withRow = (change: Partial<CoverageInput['matrix']['rows'][number]>): CoverageInput => {
  const [first, ...rest] = good.matrix.rows;
  if (!first) throw new Error('no row');
  return withMatrix({ rows: [{ ...first, ...change }, ...rest] });
};

describe('the cases that must turn red', () => {
  it('are all of the target but those that measure, opt-in areas included', () => {
    expect(casesToProve(catalogue, target).map(({ id }) => id)).toEqual(['paint/red', 'paint/blue', 'self/crash']);
  });

  it('leave out what the target cannot run', () => {
    const needy = expandSuites([{ area: 'a', title: 'A', cases: [{ ...spec('b'), needs: ['vm'] }] }]);
    expect(casesToProve(needy, target)).toHaveLength(1);
    const host = {
      kind: 'host',
      name: 'h',
      title: '',
      platforms: ['linux'],
      hostStack: 'forky',
      timeScale: 1,
    } as const;
    expect(casesToProve(needy, host)).toEqual([]);
    expect(casesOf({ query: ['a'] }, needy, host)).toEqual([]);
  });

  it('are told by the faults that turned them red', () => {
    expect(redBy(good.matrix)).toEqual(new Map([['paint/red', ['no-red']]]));
  });
});

describe('a matrix', () => {
  it('that holds has no problem', () => {
    expect(problemsOf(good)).toEqual([]);
  });

  it.each<[string, CoverageInput, string[]]>([
    ['lacks a fault', withMatrix({ rows: good.matrix.rows.slice(0, 1) }), ['no-boot was never tried']],
    [
      'holds a fault that is gone',
      { ...good, faults: good.faults.slice(0, 1) },
      ['no-boot is no planted fault any more'],
    ],
    [
      'has a fault that nothing caught',
      {
        ...withRow({ caught: [], missed: ['paint/red', 'paint/blue'] }),
        reasons: { ...good.reasons, 'paint/red': 'x' },
      },
      ['no-red is caught by nothing'],
    ],
    [
      'names a case that does not exist',
      withRow({ caught: [{ case: 'paint/red', outcome: 'fail' }], missed: ['paint/green'] }),
      ['no-red names paint/green, which is no case', 'no-red was tried with other cases than its query names now'],
    ],
    [
      'was made with another query',
      withRow({ missed: [] }),
      ['no-red was tried with other cases than its query names now'],
    ],
    [
      'leaves a case neither red nor reasoned',
      { ...good, reasons: { 'self/crash': 'x' } },
      ['paint/blue is turned red by no fault, and no reason is given'],
    ],
    [
      'turns a case red that has a reason why nothing does',
      { ...good, reasons: { ...good.reasons, 'paint/red': 'x' } },
      ['paint/red is turned red by no-red, though a reason says that nothing does'],
    ],
    [
      'has a reason for a case that is not there',
      { ...good, reasons: { ...good.reasons, 'paint/gone': 'x' } },
      ['a reason is given for paint/gone, which needs none'],
    ],
    [
      'has a case that is red without a fault',
      withMatrix({ control: { ok: ['paint/blue'], red: [{ case: 'paint/red', outcome: 'fail' }] } }),
      ['paint/red is red without a fault', 'paint/red was not seen good in the bed without a fault'],
    ],
  ])('that %s says so', (_, input, problems) => {
    expect(problemsOf(input)).toEqual(problems);
  });
});

describe('the page', () => {
  const page = faultsPage(good);

  it('shows faults with what caught them, and cases with what turned them red', () => {
    expect(page).toContain('**2 of 2 faults are caught**, 1 of them by a case');
    expect(page).toContain('**1 of 3 cases were turned red**');
    expect(page).toContain('for 2 the page says why none does');
    expect(page).toContain('| `no-red` | no-red \\| is broken | `paint/red` | `paint/blue` |');
    expect(page).toContain('| `no-boot` | no-boot \\| is broken | the boot, stage kernel |  |');
    expect(page).toContain('| `paint/red` | `no-red` |');
    expect(page).toContain('| `paint/blue` | Blue is out of reach. |');
    expect(page).not.toContain('perf/fast');
  });

  it('shows a hole where there is one', () => {
    const holes = faultsPage({ ...withMatrix({ rows: [] }), reasons: {} });
    expect(holes).toContain('| `no-red` | no-red \\| is broken | **not tried** |  |');
    expect(holes).toContain('| `paint/red` | **nothing, and no reason is given** |');
  });
});
