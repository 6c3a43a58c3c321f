// A target is a named way to boot. Shipped ones lie in vmimages/targets/, a user's own in venus-suite.config.ts.

export type GuestArch = 'arm64' | 'x86_64';
export type Accelerator = 'tcg' | 'kvm' | 'hvf';

/** A guest image that `image build` makes: a release's packages and one of its kernels. */
export interface BuiltImage {
  kind: 'built';
  release: 'forky' | 'trixie';
  kernel: 'arm64' | 'arm64-16k' | 'amd64';
}

/** A disk image of the user's own that boots to an ssh server, like an Alpine guest. */
export interface DiskImage {
  kind: 'disk';
  /** qcow2 or raw. Never written: QEMU runs with snapshot=on. */
  disk: string;
  format?: 'qcow2' | 'raw';
  kernel?: string;
  initrd?: string;
  append?: string;
  ssh: { user: string; key: string; hostKey?: string };
  /** Compiled probes for the guest's libc, where it is not glibc. */
  probes?: string;
}

/** A guest that is already running and reached over ssh: nothing is booted and nothing is stopped. */
export interface RunningGuest {
  kind: 'running';
  ssh: { host: string; port: number; user: string; key: string; hostKey?: string };
  probes?: string;
}

/**
 * The host's Vulkan driver. `lavapipe`; `auto`: the GPU vendor's where the machine has one that works, else lavapipe;
 * `system`: the vendor's, or it is an error; else the absolute path of a driver's manifest.
 */
export type HostDriverChoice = 'auto' | 'lavapipe' | 'system' | `/${string}`;

export interface GpuOptions {
  /** QEMU's device without its properties; null for a VM without a GPU. */
  device: string | null;
  venus: boolean;
  blob: boolean;
  /** Size of the host-visible window, as QEMU writes it: `1G`; null leaves the property out. */
  hostmem: string | null;
}

export interface VmTarget {
  kind: 'vm';
  name: string;
  title: string;
  arch: GuestArch;
  accel: Accelerator;
  /** Host platforms on which this target can run at all. */
  platforms: readonly ('linux' | 'darwin')[];
  image: BuiltImage | DiskImage | RunningGuest;
  machine: string;
  cpu: string;
  cpus: number;
  memoryMiB: number;
  gpu: GpuOptions;
  /** QEMU's -display argument. */
  display: string;
  /**
   * Whether TCG is made to keep the order of an arm64 guest's store-release and load-acquire, where it does not by itself:
   * on an x86-64 Linux host. Without it Venus' rings hang once in a while. Set it to false to see QEMU as it is.
   */
  orderedStores?: boolean;
  /**
   * Whether Venus' rings on a Linux host look for work every 20 ms however deep they sleep: Venus now and then leaves a
   * wake-up out, and an emulated guest is slow just where that shows. Set it to false to see the stack as it is.
   */
  boundedRingSleep?: boolean;
  /** Where QEMU, virglrenderer and the host's Vulkan driver come from: a root tree built by `image build`, or the machine itself. */
  hostStack: 'forky' | 'trixie' | 'system';
  /** By default the tree's own lavapipe; on the machine itself whatever its Vulkan loader takes first. */
  hostDriver?: HostDriverChoice;
  qemu?: string;
  renderServer?: string;
  qemuArgs?: readonly string[];
  /** Whether TCG runs the vCPUs each in a thread of its own, or in turn in one; `multi` without it. */
  tcgThread?: 'multi' | 'single';
  /** Words for the command line of a built image's kernel, after the suite's own. */
  kernelArgs?: readonly string[];
  hostEnv?: Readonly<Record<string, string>>;
  guestEnv?: Readonly<Record<string, string>>;
  /** Regular expressions for log lines that this stack's known slowness causes in whatever case runs. */
  expectedLog?: readonly string[];
  /** Multiplies every time bound: emulation is slower, never less correct. */
  timeScale: number;
  /** The key of goldens; by default derived from what the guest reports (for example `lavapipe-mesa26.1`). */
  profile?: string;
  /** Targets whose expectations hold here too, nearest first. */
  inherits?: readonly string[];
}

/** No VM: the probes run straight on the host's Vulkan driver. The baseline that tells a host driver's bug from Venus'. */
export interface HostTarget {
  kind: 'host';
  name: string;
  title: string;
  platforms: readonly ('linux' | 'darwin')[];
  hostStack: 'forky' | 'trixie' | 'system';
  hostDriver?: HostDriverChoice;
  hostEnv?: Readonly<Record<string, string>>;
  guestEnv?: Readonly<Record<string, string>>;
  timeScale: number;
  profile?: string;
  inherits?: readonly string[];
}

export type Target = VmTarget | HostTarget;

/** What `venus-suite nightly run` does. */
export interface NightlyConfig {
  /** Names of targets, in their order; the default target without it. */
  targets?: readonly string[];
  /** Ids, areas or globs; all cases without it. */
  query?: readonly string[];
  /** Guests side by side. Default 1. */
  jobs?: number;
  /** Local time, `HH:MM`. Default 02:30. */
  at?: string;
  /** How many runs of each target are kept. Default 30. */
  keep?: number;
  /** Where the runs go, and nothing else: what is over `keep` is deleted there. Default `runs/nightly`. */
  out?: string;
  /** A program and its arguments, started without a shell for each run with an unexpected result. */
  onRegression?: readonly string[];
}

/** What a user's venus-suite.config.ts exports as its default. */
export interface Config {
  targets?: readonly Target[];
  nightly?: NightlyConfig;
}

/** Gives a config file its types. */
export function defineConfig(config: Config): Config {
  return config;
}
