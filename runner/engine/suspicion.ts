import type { LogSlice } from '../guest/guest.ts';
import { readTail } from './excerpts.ts';

/** Most bytes of one slice that are looked through: a flood says nothing new after that. */
const LOOK_BYTES = 256 << 10;

const OF_KERNEL =
  /response 0x12\d\d|\bBUG\b|\bOops\b|Unable to handle kernel|Kernel panic|Out of memory|blocked for more than|rcu.*stall|soft lockup|\*ERROR\*/;
const OF_HOST = /\berror\b|\bfail(ed|ure)?\b|\blost\b|\bfatal\b|\babort|\bassert|\bcrash|\bdisconnected\b/i;

/** Logs that tell of a stack in trouble even where the case itself saw nothing of it. What a probe prints is its own. */
const SIGNS: Readonly<Record<string, RegExp>> = { dmesg: OF_KERNEL, console: OF_KERNEL, qemu: OF_HOST, virgl: OF_HOST };

/**
 * The first line of a case's logs that makes the guest suspect; null where there is none.
 * @param expected regular expressions for lines that the case causes on purpose.
 */
export async function suspiciousLine(
  runDir: string,
  slices: readonly LogSlice[],
  expected: readonly string[],
): Promise<string | null> {
  const harmless = expected.map((source) => new RegExp(source));
  for (const slice of slices) {
    const sign = SIGNS[slice.log];
    if (!sign) continue;
    const lines = (await readTail(runDir, slice, LOOK_BYTES)).split('\n');
    const found = lines.find((line) => sign.test(line) && !harmless.some((pattern) => pattern.test(line)));
    if (found !== undefined) return found;
  }
  return null;
}
