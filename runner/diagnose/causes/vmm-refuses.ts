import type { Cause } from '../cause.ts';
import { quoted } from '../evidence.ts';

/** QEMU's own complaints of what it was given. */
const COMPLAINT = /qemu-system-\w+: .+|could not|invalid|not found|unsupported|failed to/i;

export const vmmRefuses: Cause = {
  id: 'vmm-refuses',
  title: 'QEMU does not start with the options that it was given',
  component: 'configuration',
  advice: "QEMU's own words name the option; `venus-suite doctor` looks at QEMU and the host stack.",
  wants: () => [],
  judge(facts) {
    const { boot } = facts;
    if (boot === null || !boot.unreached || boot.stage !== 'process') return null;
    const complaint = boot.tail.split('\n').find((line) => COMPLAINT.test(line)) ?? '';
    return {
      confidence: complaint === '' ? 0.7 : 0.9,
      evidence: [...quoted(complaint.trim()), ...quoted(boot.detail)],
    };
  },
};
