import { spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lowLimits, parseLimits } from '../../../runner/diagnose/host-limits.ts';

describe('limits of the stack', () => {
  it('are read as the kernel writes them', () => {
    const text = [
      'Limit                     Soft Limit           Hard Limit           Units     ',
      'Max cpu time              1                    unlimited            seconds   ',
      'Max file size             unlimited            unlimited            bytes     ',
      'Max open files            40                   1048576              files     ',
      'Max nice priority         0                    0                              ',
    ].join('\n');
    expect([...parseLimits(text)]).toEqual([
      ['Max cpu time', 1],
      ['Max file size', Number.POSITIVE_INFINITY],
      ['Max open files', 40],
    ]);
  });

  it.runIf(process.platform === 'linux')(
    'name a render server that may open few files, and no other process',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'venus-suite-limits-'));
      const program = join(folder, 'virgl_render_server');
      copyFileSync('/bin/sleep', program);
      const child = spawn('sh', ['-c', `ulimit -n 40; exec ${program} 60`], { stdio: 'ignore' });
      const plain = spawn('sh', ['-c', 'ulimit -n 40; exec sleep 60'], { stdio: 'ignore' });
      try {
        await expect
          .poll(lowLimits, { timeout: 5000 })
          .toEqual(['virgl_render_se has a limit of its own: max open files 40']);
      } finally {
        child.kill('SIGKILL');
        plain.kill('SIGKILL');
        rmSync(folder, { recursive: true });
      }
    },
  );
});
