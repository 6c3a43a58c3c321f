import { describe, expect, it } from 'vitest';
import { baselineCases, hostUnder } from '../../../runner/plan/baseline.ts';
import { type Suite, vnPerf } from '../../../runner/plan/case.ts';
import { expandSuites } from '../../../runner/plan/catalogue.ts';
import { host } from '../../../vmimages/targets/host.ts';
import { tcgArm64With16k } from '../../../vmimages/targets/tcg-arm64.ts';

const about = { title: 'A case', catches: 'a defect' };
const suites: Suite[] = [
  {
    area: 'a',
    title: 'a',
    cases: [
      { name: 'flags', ...about, variants: vnPerf('no_fence_feedback', 'no_multi_ring') },
      { name: 'env', ...about, variants: [{ name: 'big', env: { SIZE: '2' } }] },
      { name: 'vm', ...about, needs: ['vm'] },
      { name: 'again', probe: 'a/flags', ...about },
    ],
  },
  { area: 'host', title: 'host', cases: [{ name: 'baseline', hostCheck: 'baseline', ...about }] },
  { area: 'self', title: 'self', optIn: true, cases: [{ name: 'crash', ...about }] },
];
const catalogue = expandSuites(suites);
const idsOf = (...planned: string[]) => baselineCases(new Set(planned), catalogue).map(({ id }) => id);

describe('baselineCases', () => {
  it("runs each case once, whatever Venus' flags, and variants of another kind", () => {
    expect(idsOf(...catalogue.map(({ id }) => id))).toEqual(['a/flags', 'a/env', 'a/env@big', 'a/again']);
  });

  it('runs just what the plan has, under the id without variant', () => {
    expect(idsOf('a/flags@no_multi_ring', 'a/vm', 'host/baseline')).toEqual(['a/flags']);
    expect(idsOf('self/crash', 'a/env')).toEqual(['a/env']);
  });

  it('runs the whole catalogue where the plan has nothing but itself', () => {
    expect(idsOf('host/baseline')).toEqual(['a/flags', 'a/env', 'a/env@big', 'a/again']);
  });
});

describe('hostUnder', () => {
  it('is the target of the same host stack, with the environment that the renderer has', () => {
    const vm = { ...tcgArm64With16k, hostEnv: { LP_NUM_THREADS: '1' } };
    expect(hostUnder(vm, [vm, host])).toMatchObject({ name: 'host', hostStack: 'forky', hostEnv: vm.hostEnv });
  });

  it('is made up where no target has that stack', () => {
    expect(hostUnder({ ...tcgArm64With16k, hostStack: 'trixie' }, [host])).toMatchObject({
      kind: 'host',
      hostStack: 'trixie',
    });
  });
});
