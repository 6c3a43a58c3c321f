import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../runner/base/errors.ts';
import { selectByQuery } from '../../../runner/plan/query.ts';

const items = ['sync/fence-empty', 'sync/fence-empty@no_fence_feedback', 'sync/fence-work', 'memory/map-odd-sizes'].map(
  (id) => ({ id }),
);
const select = (...queries: string[]): string[] => selectByQuery(items, queries).map(({ id }) => id);

describe('selectByQuery', () => {
  it('takes everything without a query', () => expect(select()).toHaveLength(4));
  it('takes an exact id without its variants', () => expect(select('sync/fence-empty')).toEqual(['sync/fence-empty']));
  it('takes an area', () => expect(select('memory')).toEqual(['memory/map-odd-sizes']));
  it('keeps * within an area and lets ** cross', () => {
    expect(select('sync/*')).toHaveLength(3);
    expect(select('**@no_fence_feedback')).toEqual(['sync/fence-empty@no_fence_feedback']);
    expect(() => select('*fence-work')).toThrow(UsageError);
  });
  it('keeps the order of the catalogue and names nothing twice', () => {
    expect(select('memory', 'sync/fence-work', 'sync')).toEqual(items.map(({ id }) => id));
  });
  it('refuses a query that names nothing even where another one does', () => {
    expect(() => select('memory', 'sync/fence-emty')).toThrow(/sync\/fence-emty/);
  });
  it('leaves opt-in items out unless their area is named', () => {
    const withSelf = [
      ...items.map((item) => ({ ...item, area: 'x' })),
      { id: 'self/flood', area: 'self', optIn: true },
    ];
    const ids = (...queries: string[]) => selectByQuery(withSelf, queries).map(({ id }) => id);
    expect(ids()).not.toContain('self/flood');
    expect(ids('**')).not.toContain('self/flood');
    expect(ids('self')).toEqual(['self/flood']);
    expect(ids('self/flood', 'memory')).toEqual(['memory/map-odd-sizes', 'self/flood']);
  });
  it('suggests ids that are near', () => {
    try {
      select('fence');
      expect.unreachable();
    } catch (error) {
      expect((error as UsageError).hint).toContain('sync/fence-empty');
    }
  });
});
