import type { Result } from '../../runner/record/schema.ts';

/** Whether a case ended otherwise than it does without a fault. */
export const isRed = ({ verdict }: Pick<Result, 'verdict'>): boolean => verdict !== 'ok' && verdict !== 'known';
