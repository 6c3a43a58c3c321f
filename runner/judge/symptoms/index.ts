import { guestKernel } from './guest-kernel.ts';
import { guestStderr } from './guest-stderr.ts';
import { hostDriver } from './host-driver.ts';
import { renderer } from './renderer.ts';
import { asPrinted, type Symptom } from './symptom.ts';
import { vmm } from './vmm.ts';

/** Every line that is known to tell what is wrong. */
export const symptoms: readonly Symptom[] = [...guestStderr, ...guestKernel, ...renderer, ...vmm, ...hostDriver];

const patterns = symptoms.map((symptom) => ({ symptom, pattern: asPrinted(symptom.text) }));

/** The symptom that a line of a log is, or null. */
export function symptomOf(log: string, line: string): Symptom | null {
  const found = patterns.find(
    ({ symptom, pattern }) => (symptom.logs as readonly string[]).includes(log) && pattern.test(line),
  );
  return found?.symptom ?? null;
}
