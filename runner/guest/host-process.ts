import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { messageOf } from '../base/errors.ts';
import { type Arrival, BoundedBuffer } from './bounded-buffer.ts';
import { fromShellStatus } from './exit-status.ts';
import { LIMITS, type ProbeRun, type TimeBounds } from './guest.ts';

/** After the end of a process its pipes are read this long, in case that a child still holds them. */
const DRAIN_MS = 500;

export interface HostProcessInput {
  argv: readonly string[];
  bounds: TimeBounds;
  signal?: AbortSignal;
}

export interface HostProcessResult
  extends Pick<ProbeRun, 'protocol' | 'stderr' | 'ended' | 'exitCode' | 'signal' | 'reason' | 'processMs'> {
  /** When its stdout and stderr came. */
  arrivals: readonly Arrival[];
}

/** Runs one probe on this machine with the protocol on descriptor 3; its whole process group ends with it. */
export function runHostProcess({ argv, bounds, signal }: HostProcessInput): Promise<HostProcessResult> {
  return new Promise((resolve) => {
    const [program = '', ...args] = argv;
    const began = performance.now();
    const child = spawn(program, args, { detached: true, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
    const protocol = new BoundedBuffer(LIMITS.protocol);
    const output = new BoundedBuffer(LIMITS.stderr);
    let cut: Pick<HostProcessResult, 'ended' | 'reason'> | null = null;
    let settled = false;

    const killAll = (): void => {
      if (child.pid === undefined) return;
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch {
        // Nothing is left of the group.
      }
    };
    const end = (ended: HostProcessResult['ended'], reason: string | null): void => {
      cut ??= { ended, reason };
      killAll();
    };
    const settle = (result: Pick<HostProcessResult, 'ended' | 'exitCode' | 'signal' | 'reason'>): void => {
      if (settled) return;
      settled = true;
      clearTimeout(bound);
      signal?.removeEventListener('abort', onAbort);
      killAll();
      const processMs = performance.now() - began;
      const { arrivals } = output;
      resolve({ protocol: protocol.text(), stderr: output.text(), arrivals, processMs, ...result });
    };
    const onAbort = (): void => end('aborted', 'the run is being stopped');
    const bound = setTimeout(() => end('killed', null), bounds.kill);
    signal?.addEventListener('abort', onAbort, { once: true });
    if (signal?.aborted) onAbort();

    const collect = (stream: unknown, into: BoundedBuffer, name: string): void => {
      (stream as Readable).on('data', (chunk: Buffer) => {
        into.push(chunk);
        if (into.over) end('flooded', `more than its limit of output on ${name}`);
      });
    };
    collect(child.stdout, output, 'stdout and stderr');
    collect(child.stderr, output, 'stdout and stderr');
    collect(child.stdio[3], protocol, 'the protocol');

    child.once('error', (error) =>
      settle({ ended: 'not-started', exitCode: null, signal: null, reason: messageOf(error) }),
    );
    const finish = (code: number | null, ending: string | null): void => {
      const how = code === null ? { exitCode: null, signal: ending } : fromShellStatus(code);
      if (cut === null) settle({ ended: 'exit', ...how, reason: null });
      else settle({ ...cut, exitCode: null, signal: cut.ended === 'killed' ? 'SIGKILL' : null });
    };
    child.once('exit', (code, ending) => {
      killAll();
      setTimeout(() => finish(code, ending), DRAIN_MS).unref();
    });
    child.once('close', (code, ending) => finish(code, ending));
  });
}
