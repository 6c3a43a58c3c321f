// Cases are declared as data in suites/. Listing them touches no device and loads no library.

/** One flag that a case is run with once more, as a case of its own. */
export interface Variant {
  /** The part of the id after `@`. */
  name: string;
  /** Added to the probe's environment. VN_PERF and VN_DEBUG are joined by comma with what is there. */
  env: Readonly<Record<string, string>>;
}

/**
 * What a case needs of its surroundings. `vm`: a guest kernel and virtio-gpu, so it is not planned on the target `host`.
 * `host-stack`: a host of this suite's own on which the probes run without the VM.
 */
export type Need = 'vm' | 'host-stack';

/** A case that no program of its own makes: the runner judges the whole run from the outside, after its other cases. */
export type HostCheck = 'log-clean' | 'baseline';

export interface CaseSpec {
  /** The part of the id after the area; also the C file's name unless `probe` says otherwise. */
  name: string;
  /** What it checks, as a sentence without a full stop. */
  title: string;
  /** The defect that it catches. */
  catches: string;
  /** The C program, `area/name`, where it is not the id's. */
  probe?: string;
  /** Judged by the runner, without a program. */
  hostCheck?: HostCheck;
  args?: readonly string[];
  env?: Readonly<Record<string, string>>;
  variants?: readonly Variant[];
  needs?: readonly Need[];
  /** Seconds after which the probe's own alarm ends it, on hardware acceleration; targets scale it. Default 20. */
  timeoutS?: number;
  /** The kind of golden that the probe's one `file` event is compared with. Without it no golden is looked for. */
  golden?: 'image' | 'json';
  /** Regular expressions for log lines that this case causes on purpose. */
  expectedLog?: readonly string[];
}

export interface Suite {
  area: string;
  title: string;
  /** Left out unless a query names the area: tests of the suite itself, and what takes an hour. */
  optIn?: boolean;
  cases: readonly CaseSpec[];
}

/** A probe with fixed parameters and environment. */
export interface Case {
  /** `area/name` or `area/name@variant`. */
  id: string;
  area: string;
  /** `area/name` of the C program: guest-programs/probes/<probe>.c. Empty where there is none. */
  probe: string;
  hostCheck: HostCheck | null;
  variant: string | null;
  optIn: boolean;
  title: string;
  catches: string;
  args: readonly string[];
  env: Readonly<Record<string, string>>;
  needs: readonly Need[];
  timeoutS: number;
  golden: 'image' | 'json' | null;
  expectedLog: readonly string[];
}

/** A variant that turns off one of Venus' performance options (`VN_PERF`). */
export function vnPerf(...flags: string[]): Variant[] {
  return flags.map((flag) => ({ name: flag, env: { VN_PERF: flag } }));
}

/** A variant that sets one of Venus' debug options (`VN_DEBUG`). */
export function vnDebug(...flags: string[]): Variant[] {
  return flags.map((flag) => ({ name: flag, env: { VN_DEBUG: flag } }));
}
