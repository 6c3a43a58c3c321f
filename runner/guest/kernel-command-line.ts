import type { GuestArch } from '../plan/target.ts';

const OWN: Readonly<Record<GuestArch, string>> = { arm64: 'console=ttyAMA0', x86_64: 'console=ttyS0 tsc=nowatchdog' };

/**
 * The command line of a built image's kernel.
 * - `loglevel=6`: the console shows notices and what is graver. "Linux version" is a notice, which the stage `kernel`
 *   waits for; information (most of a boot) would cost seconds on an emulated serial port.
 * - `panic=-1`: a panic reboots at once, which `-no-reboot` turns into QEMU's end.
 * - `printk.devkmsg=on`: the marker lines of cases are never dropped for coming too fast.
 * - `log_buf_len`: a driver that floods the kernel's log does not push out what the reader has not seen yet.
 * - `cryptomgr.notests`: the kernel's self-tests of RSA, ECDSA and the like take a second of both emulated CPUs, beside
 *   the end of the boot and the start of init, and say nothing of the stack.
 * - `tsc=nowatchdog` on x86-64: on a busy host the watchdog takes the emulated time stamp counter for unstable, and every
 *   look at the clock would then be a trap.
 */
export function kernelCommandLine(arch: GuestArch): string {
  return `${OWN[arch]} panic=-1 loglevel=6 printk.devkmsg=on log_buf_len=4M cryptomgr.notests`;
}
