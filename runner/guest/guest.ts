import type { StackFacts } from '../record/schema.ts';

/** Everything that a guest needs to run one case. Nothing above this interface knows how the case gets there. */
export interface ProbeRequest {
  /** The case's id; names its slices in logs. */
  id: string;
  /** `area/name` of the program. */
  probe: string;
  args: readonly string[];
  env: Readonly<Record<string, string>>;
  bounds: TimeBounds;
  /** Aborts the wait when the whole run is being stopped. */
  signal?: AbortSignal;
}

/** Nested: finite Vulkan waits < alarm < kill < deadline. Milliseconds. */
export interface TimeBounds {
  /** The probe's own SIGALRM. */
  alarm: number;
  /** SIGKILL by the guest. */
  kill: number;
  /** The runner stops waiting and looks whether the guest still lives. */
  deadline: number;
}

/** A range of bytes of one of the run's log files that belongs to a case. */
export interface LogSlice {
  /** `guest-stderr`, `dmesg`, `console`, `qemu`, `virgl`, `guest-errors`. */
  log: string;
  /** Path relative to the run's folder. */
  file: string;
  start: number;
  end: number;
}

/** A file that the probe left and that was fetched, already checked for name and size. */
export interface FetchedFile {
  name: string;
  /** Absolute path on the host. */
  path: string;
  bytes: number;
}

/** What a probe's process used, its own children included. */
export interface Resources {
  userMs: number;
  systemMs: number;
  maxRssKiB: number;
  /** Its processes that the guest's kernel killed since they ran out of the case's memory. */
  oomKills: number;
}

/** What was seen of one process: facts only, judged elsewhere. */
export interface ProbeRun {
  /** The raw protocol stream, at most `LIMITS.protocol` bytes. */
  protocol: string;
  /** The probe's stdout and stderr together, at most `LIMITS.stderr` bytes. */
  stderr: string;
  /** Exit status, or null where the process ended by a signal or was never seen to end. */
  exitCode: number | null;
  /** For example `SIGSEGV`. */
  signal: string | null;
  /** How the wait ended. `killed`: by the guest's bound; `deadline`: the guest did not even do that. */
  ended: 'exit' | 'killed' | 'deadline' | 'lost' | 'flooded' | 'aborted' | 'not-started';
  /** For all but `exit` and `killed`: why. */
  reason: string | null;
  /** From the request to the answer, milliseconds on the runner's clock. */
  durationMs: number;
  /** The process's own time in the guest, where the guest told it. */
  processMs: number | null;
  /** Where the guest told it. */
  resources?: Resources;
  files: FetchedFile[];
  /** Why a file that the probe announced was not fetched. */
  fileErrors: string[];
  logs: LogSlice[];
}

/** Bounds on what is taken from a guest, in bytes, and on the processes and threads that a case may have in it. */
export const LIMITS = { protocol: 4 << 20, stderr: 1 << 20, file: 64 << 20, files: 16, processes: 512 } as const;

export const STAGES = ['process', 'kernel', 'init', 'ssh', 'gpu', 'venus'] as const;
export type Stage = (typeof STAGES)[number];

export interface StageResult {
  stage: Stage;
  ok: boolean;
  /** Milliseconds since the boot began. */
  atMs: number;
  /** What was seen (a device name, a version), or what went wrong and what to try. */
  detail: string;
}

export interface BootReport {
  stages: StageResult[];
  /** From the stage `gpu` on a failure is a finding about the stack, not about the machine: the cases still run. */
  finding: string | null;
  stack: StackFacts;
}

/** A place where probes run: a VM, or the host itself. */
export interface Guest {
  /**
   * Boots and waits, stage by stage.
   * @throws InfraError where a stage up to `ssh` fails, with the log's tail and a hint.
   */
  boot(onStage: (result: StageResult) => void): Promise<BootReport>;
  runProbe(request: ProbeRequest): Promise<ProbeRun>;
  /** Whether a command still finishes in it, within a few seconds. */
  alive(): Promise<boolean>;
  /** Ends it in order, then by force; returns once nothing of it is left. Safe to call twice and at any stage. */
  close(): Promise<void>;
}
