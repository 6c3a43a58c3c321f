import { z } from 'zod';

/** Beside the logs of a boot: when which of their bytes came, a line for each look at them. */
export const TIMES_NAME = 'times.jsonl';

/** How often the logs that other programs write are looked at while a case runs. Milliseconds. */
export const LOOK_EVERY_MS = 20;

const ms = z.number().finite();
const sizes = z.record(z.string(), z.number().int().nonnegative());

export const seenLine = z.object({
  /** Milliseconds since 1970 on the runner's clock. What a log holds beyond its last size came before this. */
  at: ms,
  /** Sizes of logs in bytes. */
  sizes,
  /** The id of a case that begins here; `sizes` has all logs then. */
  began: z.string().optional(),
});
export type SeenLine = z.infer<typeof seenLine>;

export const kernelLine = z.object({
  /** When the guest kernel's clock was zero, on the runner's clock: not before the first, not after the second. */
  kernelZero: z.tuple([ms, ms]),
});
export type KernelLine = z.infer<typeof kernelLine>;

export const timesLine = z.union([seenLine, kernelLine]);
