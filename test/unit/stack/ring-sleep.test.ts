import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot } from '../../../runner/base/paths.ts';

/** A thread of the given name waits for a signal that never comes; says whether it came back within the bound. */
const program = (name: string, boundS: number) => `
#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static void *wait_once(void *unused) {
   (void)unused;
   pthread_setname_np(pthread_self(), "${name}");
   pthread_mutex_lock(&mutex);
   const int result = pthread_cond_wait(&condition, &mutex);
   pthread_mutex_unlock(&mutex);
   printf("woke %d\\n", result);
   exit(0);
}
int main(void) {
   pthread_t thread;
   pthread_create(&thread, NULL, wait_once, NULL);
   sleep(${boundS});
   puts("sleeps");
   return 0;
}
`;

it.runIf(process.platform === 'linux').each([
  ['vkr-ring-1', 5, 'woke 0'],
  ['vkr-queue-1', 1, 'sleeps'],
])('a thread called %s, asleep on a condition', (name, boundS, said) => {
  const folder = mkdtempSync(join(tmpdir(), 'venus-suite-test-'));
  try {
    const [library, source, binary] = ['ring-sleep.so', 'wait.c', 'wait'].map((file) => join(folder, file));
    if (!library || !source || !binary) throw new Error('three names');
    writeFileSync(source, program(name, boundS));
    const shim = join(packageRoot, 'host-programs', 'ring-sleep.c');
    execFileSync('gcc', [
      '-std=c11',
      '-shared',
      '-fPIC',
      '-fvisibility=hidden',
      shim,
      '-o',
      library,
      '-ldl',
      '-pthread',
    ]);
    execFileSync('gcc', [source, '-o', binary, '-pthread']);
    const output = execFileSync(binary, { env: { ...process.env, LD_PRELOAD: library }, encoding: 'utf8' });
    expect(output.trim()).toBe(said);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
