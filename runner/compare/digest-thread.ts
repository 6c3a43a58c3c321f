// The thread that `readDigests` starts for a large record.

import { parentPort, workerData } from 'node:worker_threads';
import { UsageError } from '../base/errors.ts';
import { type DigestReply, readDigest } from './read-digest.ts';

function reply(): DigestReply {
  try {
    return { digest: readDigest(workerData as string) };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { message: error.message, hint: error.hint };
  }
}

parentPort?.postMessage(reply());
