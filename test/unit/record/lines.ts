import type { Footer, Header, Result } from '../../../runner/record/schema.ts';

/** A header that plans these cases. */
export function headerOf(ids: string[], fields: Partial<Header> = {}): Header {
  return {
    type: 'header',
    schema: 1,
    run: '20261121T112922.123Z-tcg-arm64-16k-3f9a1c',
    target: 'tcg-arm64-16k',
    startedAt: '2026-11-21T11:29:22.123Z',
    revision: null,
    stack: {
      qemu: '11.1.2',
      virglrenderer: '1.3.0',
      hostDriver: 'llvmpipe',
      guestKernel: '7.2',
      guestPageSize: 16384,
      guestMesa: '26.1.6',
      deviceName: 'Virtio-GPU Venus (llvmpipe)',
      accelerator: 'tcg',
      orderedStores: true,
      boundedRingSleep: true,
      profile: 'lavapipe-mesa26.1',
      packages: { guest: [], host: [] },
      commandLine: [],
    },
    plan: { ids, query: [], shard: null },
    ...fields,
  };
}

/** A passed case, but for what is given. */
export function resultOf(id: string, fields: Partial<Result> = {}): Result {
  return {
    type: 'result',
    id,
    outcome: 'pass',
    verdict: 'ok',
    message: '',
    attempts: [{ outcome: 'pass', message: '', durationMs: 80 }],
    durationMs: 80,
    processMs: 60,
    exit: { code: 0, signal: null },
    checks: [{ name: 'wait', ok: true }],
    metrics: [],
    files: [],
    logs: [],
    excerpts: [],
    ...fields,
  };
}

export function footerOf(fields: Partial<Footer> = {}): Footer {
  return {
    type: 'footer',
    finishedAt: '2026-11-21T11:30:22.123Z',
    complete: true,
    counts: {},
    verdicts: {},
    findings: [],
    exit: 0,
    ...fields,
  };
}
