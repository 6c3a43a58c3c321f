import type { ProbeRequest } from '../guest/guest.ts';
import type { Case } from '../plan/case.ts';
import { boundsFor } from './bounds.ts';

export interface RequestContext {
  /** Of the target. */
  timeScale: number;
  /** A stage of the boot from `gpu` on failed. */
  brokenStack: boolean;
  /** Aborted when the whole run is to stop. */
  signal?: AbortSignal;
}

/** What a guest is asked to run for a case. */
export function caseRequest(probeCase: Case, { timeScale, brokenStack, signal }: RequestContext): ProbeRequest {
  const { id, probe, args, env } = probeCase;
  const bounds = boundsFor(probeCase, timeScale, brokenStack);
  return { id, probe, args, env, bounds, ...(signal ? { signal } : {}) };
}
