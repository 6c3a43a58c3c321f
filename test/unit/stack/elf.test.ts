import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { elfDependencies, moduleDependencies } from '../../../runner/stack/elf.ts';

describe('elfDependencies', () => {
  it('agrees with what the dynamic loader of this machine says of node', () => {
    const found = elfDependencies(readFileSync(process.execPath));
    const loaded = execFileSync('ldd', [process.execPath]).toString();
    expect(found?.interpreter).toMatch(/^\/lib.*\/ld-linux/);
    expect(found?.needed).toContain('libc.so.6');
    for (const name of found?.needed ?? []) expect(loaded).toContain(name);
  });

  it('reads the folders that a library names for its own', () => {
    const folder = mkdtempSync(join(tmpdir(), 'venus-suite-elf-'));
    const library = join(folder, 'lib.so');
    execFileSync('gcc', ['-shared', '-nostdlib', '-Wl,-rpath,/opt/a:$ORIGIN/b', '-xc', '/dev/null', '-o', library]);
    expect(elfDependencies(readFileSync(library))?.runPath).toEqual(['/opt/a', '$ORIGIN/b']);
    rmSync(folder, { recursive: true });
  });

  it('answers null for what is no ELF file', () => {
    expect(elfDependencies(Buffer.from('#!/bin/sh\n'.repeat(20)))).toBeNull();
    expect(elfDependencies(Buffer.from('\x7fELF'))).toBeNull();
  });
});

describe('moduleDependencies', () => {
  const module = (depends: string): Buffer => Buffer.from(`name\0license=GPL\0depends=${depends}\0intree=Y\0`);

  it('reads the list and writes names as the kernel does', () => {
    expect(moduleDependencies(module('drm,virtio-dma-buf'))).toEqual(['drm', 'virtio_dma_buf']);
  });

  it('knows a module that needs none', () => {
    expect(moduleDependencies(module(''))).toEqual([]);
    expect(moduleDependencies(Buffer.from('nothing'))).toEqual([]);
  });
});
