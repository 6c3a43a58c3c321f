import type { VmTarget } from '../plan/target.ts';
import type { Figures } from './figures.ts';

export interface BenchContext {
  /** The VM that everything is measured on; its image is a built one. */
  target: VmTarget;
  rounds: number;
  /** A folder for what the measurements write; removed afterwards. */
  scratch: string;
  /** Takes a line for the person. */
  note(line: string): void;
}

/** One thing that `bench` can measure. Each gives the median over its rounds. */
export interface Measurement {
  name: string;
  title: string;
  measure(context: BenchContext): Promise<Partial<Figures>>;
}
