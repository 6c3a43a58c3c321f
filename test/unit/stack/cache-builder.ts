// A process of its own for cache.test.ts: builds the entry `shared`, taking as many milliseconds as it is told.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureEntry } from '../../../runner/stack/cache.ts';

const entry = await ensureEntry(
  {
    name: 'shared',
    inputs: 1,
    needs: { cache: 1, temporary: 1 },
    announcement: 'announced',
    make: async (folder) => {
      writeFileSync(join(folder, 'content'), `content by ${process.pid}`);
      await sleep(Number(process.argv[2]));
      console.log('built');
      return [];
    },
  },
  (line) => console.log(line),
);
console.log(readFileSync(join(entry.folder, 'content'), 'utf8'));
