import { statSync } from 'node:fs';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { UsageError } from '../base/errors.ts';
import { recordPath, visitRecord } from '../record/reader.ts';
import { type Digest, DigestBuilder } from './digest.ts';

/** Bytes of a record from which a thread of its own is worth its start. */
const THREAD_FROM = 32 << 20;

/** Lines are garbage as soon as they are read: more room for it makes a thread no quicker, only larger. */
const YOUNG_MIB = 16;

/** What the thread answers: errors lose their class on the way. */
export type DigestReply = { digest: Digest } | { message: string; hint: string | undefined };

/**
 * Reads a record as a digest.
 * @throws UsageError as `visitRecord` does.
 */
export function readDigest(runDirOrFile: string): Digest {
  const builder = new DigestBuilder();
  return builder.build(visitRecord(runDirOrFile, builder));
}

/**
 * Several records at once, the large ones each in a thread.
 * @throws UsageError as `visitRecord` does.
 */
export function readDigests(runs: readonly string[]): Promise<Digest[]> {
  return Promise.all(
    runs.map(async (run) => (statSync(recordPath(run)).size < THREAD_FROM ? readDigest(run) : inThread(run))),
  );
}

function inThread(run: string): Promise<Digest> {
  const program = new URL(`./digest-thread${extname(import.meta.url)}`, import.meta.url);
  return new Promise((resolve, reject) => {
    const worker = new Worker(program, { workerData: run, resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MIB } });
    worker.once('message', (reply: DigestReply) => {
      if ('digest' in reply) resolve(reply.digest);
      else reject(new UsageError(reply.message, reply.hint === undefined ? {} : { hint: reply.hint }));
    });
    worker.once('error', reject);
    // Nothing comes of it where it has answered.
    worker.once('exit', (code) => reject(new Error(`the thread that reads ${run} ended with ${code}`)));
  });
}
