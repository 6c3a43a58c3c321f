import type { HostDriverChoice } from './target.ts';

/** What one run changes in its target's stack: the options that `run`, `gate`, `diagnose` and `shell` share. Paths are absolute. */
export interface StackOptions {
  /** A libvulkan_virtio.so that replaces the guest's. */
  guestDriver?: string;
  /** A folder whose files are laid over the guest's root. */
  overlay?: string;
  /** A guest kernel image. */
  kernel?: string;
  /** A QEMU binary. */
  qemu?: string;
  /** A virgl_render_server binary. */
  renderServer?: string;
  /** The Vulkan driver under the renderer. */
  hostDriver?: HostDriverChoice;
  /** False leaves TCG as it is, whatever the target says of `orderedStores`. */
  orderedStores?: false;
  /** False lets Venus' rings sleep through a wake-up that is lost, whatever the target says of `boundedRingSleep`. */
  boundedRingSleep?: false;
  /** Appended to QEMU's command line. */
  qemuArgs: readonly string[];
  /** Environment of QEMU and, through it, of the render server. */
  hostEnv: Readonly<Record<string, string>>;
  /** Environment of every probe. */
  guestEnv: Readonly<Record<string, string>>;
  /** A folder with a Vulkan layer's manifest, enabled between virgl_render_server and the host driver. */
  hostLayer?: string;
}

export const noStackOptions: StackOptions = { qemuArgs: [], hostEnv: {}, guestEnv: {} };

/** Stack options as they are written on a command line, a line each; none where the target runs as it is. */
export function stackOptionLines(stack: StackOptions): string[] {
  const one = (flag: string, value: string | undefined): string[] => (value === undefined ? [] : [`${flag} ${value}`]);
  const pairs = (flag: string, env: Readonly<Record<string, string>>): string[] =>
    Object.entries(env).map(([name, value]) => `${flag} ${name}=${value}`);
  return [
    ...one('--guest-driver', stack.guestDriver),
    ...one('--overlay', stack.overlay),
    ...one('--kernel', stack.kernel),
    ...one('--qemu', stack.qemu),
    ...one('--render-server', stack.renderServer),
    ...one('--host-driver', stack.hostDriver),
    ...(stack.orderedStores === false ? ['--no-ordered-stores'] : []),
    ...stack.qemuArgs.map((arg) => `--qemu-arg ${arg}`),
    ...pairs('--host-env', stack.hostEnv),
    ...pairs('--guest-env', stack.guestEnv),
    ...one('--host-layer', stack.hostLayer),
  ];
}
