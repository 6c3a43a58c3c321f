import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { tailLines } from '../../base/text.ts';

const TRY_MS = 30_000;

/** A Vulkan device of the host, as its driver describes it. */
export interface HostDevice {
  name: string;
  /** `llvmpipe`, `NVIDIA`; null where the driver does not say. */
  driver: string | null;
  /** `580.159.04`, `Mesa 26.1.6-1 (LLVM 21.1.8)`. */
  version: string | null;
  cpu: boolean;
}

export type Trial = { device: HostDevice } | { problem: string };

/**
 * Lists the devices of the one driver that a command's environment names, by `vulkaninfo --summary`.
 * @param argv the whole command.
 * @returns null where there is no vulkaninfo to ask.
 */
export async function tryDriver(argv: readonly string[]): Promise<Trial | null> {
  const [program = '', ...args] = argv;
  try {
    const { stdout } = await promisify(execFile)(program, args, { timeout: TRY_MS, encoding: 'utf8' });
    const device = readSummary(stdout);
    return device === null ? { problem: 'it has no device' } : { device };
  } catch (error) {
    const {
      code,
      killed,
      stderr = '',
      message,
    } = error as Error & { code?: unknown; killed?: boolean; stderr?: string };
    // The shell's own status of a program that is not there, through env and bubblewrap alike.
    if (code === 'ENOENT' || /vulkaninfo.*No such file|execvp vulkaninfo/.test(stderr)) return null;
    if (killed) return { problem: `vulkaninfo did not end within ${TRY_MS / 1000} s` };
    return { problem: `vulkaninfo: ${tailLines(stderr, 1).trim() || message}` };
  }
}

/** The first device of `vulkaninfo --summary`: Venus shows a guest the same; null where there is none. */
export function readSummary(text: string): HostDevice | null {
  const [, device] = /^GPU0:\n((?:\t.*\n?)*)/m.exec(text) ?? [];
  if (device === undefined) return null;
  const value = (name: string): string | null =>
    new RegExp(`^\\t${name}\\s*=\\s*(.+)$`, 'm').exec(device)?.[1]?.trim() ?? null;
  const name = value('deviceName');
  if (name === null) return null;
  return {
    name,
    driver: value('driverName'),
    version: value('driverInfo') ?? value('driverVersion'),
    cpu: value('deviceType') === 'PHYSICAL_DEVICE_TYPE_CPU',
  };
}
