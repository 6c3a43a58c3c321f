import type { HostTarget } from '../../runner/plan/target.ts';

export const host: HostTarget = {
  kind: 'host',
  name: 'host',
  title: "no VM: the probes on the host's own Vulkan driver, lavapipe",
  platforms: ['linux'],
  hostStack: 'forky',
  timeScale: 1,
};
