import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../../runner/base/paths.ts';
import { allCases } from '../../../runner/plan/catalogue.ts';

const probes = join(packageRoot, 'guest-programs', 'probes');
const cases = allCases();

describe('the catalogue', () => {
  it('has unique ids of the documented form', () => {
    const ids = cases.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z0-9]+\/[a-z0-9-]+(@[a-z0-9_]+)?$/);
  });

  it.each(cases.filter(({ hostCheck }) => !hostCheck).map((row) => [row.id, row] as const))(
    '%s has a program that registers under its id',
    (_, row) => {
      const source = join(probes, `${row.probe}.c`);
      expect(existsSync(source), source).toBe(true);
      expect(readFileSync(source, 'utf8')).toContain(`.id = "${row.probe}"`);
      expect(row.title).toMatch(/^([A-Z]|vk[A-Z]).*[^.]$/);
      expect(row.catches).not.toBe('');
    },
  );

  it('runs every program', () => {
    const programs = globSync('*/*.c', { cwd: probes }).map((path) => path.replace(/\.c$/, ''));
    const used = new Set(cases.map(({ probe }) => probe));
    expect(programs.filter((program) => !used.has(program))).toEqual([]);
  });
});
