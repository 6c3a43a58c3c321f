/** A fault of the host's layer, the cases that can tell, and the causes that are right; the first is the best. */
export type Row = readonly [name: string, title: string, query: readonly string[], ...causes: string[]];

export const WRONG = 'host-wrong-result';
export const REFUSES = 'host-refuses';
export const HANGS = 'host-hangs';
