import type { Cause } from '../cause.ts';
import { quoted } from '../evidence.ts';
import { SET_UP } from '../facts.ts';

export const setUpFailed: Cause = {
  id: 'set-up-failed',
  title: 'What is booted could not be made ready, or the case was never started',
  component: 'infrastructure',
  advice: '`venus-suite doctor --target T` says what this machine lacks; the message names the log.',
  wants: () => [],
  judge(facts) {
    const { boot } = facts;
    if (boot?.unreached && boot.stage === SET_UP) return { confidence: 0.9, evidence: quoted(boot.detail) };
    if (boot !== null || facts.outcome('first') !== 'infra') return null;
    return { confidence: 0.5, evidence: quoted(facts.message('first')) };
  },
};
