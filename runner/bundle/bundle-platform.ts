import { UsageError } from '../base/errors.ts';
import type { Target } from '../plan/target.ts';
import type { Platform } from './npm-packages.ts';

/** Node's names of a guest's architecture. */
const CPU = { arm64: 'arm64', x86_64: 'x64' } as const;

/**
 * Where a bundle for these targets runs: a Mac's on Apple Silicon, Linux' on the machine's own architecture.
 * @param shipped Names of the targets that the suite ships.
 * @throws UsageError that names the target for which no bundle, or none together with the others, can be made here.
 */
export function bundlePlatform(targets: readonly Target[], shipped: readonly string[], here = process.arch): Platform {
  const own = targets.find(({ name }) => !shipped.includes(name));
  if (own) {
    throw new UsageError(`${own.name} is a target of your own, and a bundle takes shipped ones only.`, {
      hint: 'Bundle the shipped target that it is made of, and put venus-suite.config.ts into the folder from which you run.',
    });
  }
  const mac = targets.filter(({ platforms }) => (platforms as readonly string[]).includes('darwin'));
  const linux = targets.filter((target) => !mac.includes(target));
  if (mac[0] && linux[0]) {
    throw new UsageError(`${mac[0].name} runs on macOS and ${linux[0].name} on Linux.`, {
      hint: 'Make a bundle of each.',
    });
  }
  if (mac[0]) return { os: 'darwin', cpu: 'arm64' };
  const foreign = linux.find((target) => target.kind === 'vm' && target.accel === 'kvm' && CPU[target.arch] !== here);
  if (foreign) {
    throw new UsageError(`${foreign.name} runs on another architecture than this machine, which is ${here}.`, {
      hint: 'A bundle holds programs of the machine that makes it: make this one there.',
    });
  }
  return { os: 'linux', cpu: here };
}
